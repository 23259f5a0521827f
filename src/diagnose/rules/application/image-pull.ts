import { namesOf, perWorkload } from "../../among-pods.ts";
import type { Facts } from "../../facts/facts.ts";
import { text } from "../../facts/fields.ts";
import { named, refOf } from "../../facts/kube-object.ts";
import { nearby } from "../../facts/nearby.ts";
import type { ContainerFact, PodFact } from "../../facts/pod-fact.ts";
import { brief, latestEvent, sinceEvent } from "../../latest-event.ts";
import type { Cause, Finding, Role, Rule } from "../../rule.ts";
import { because, showsContainer, showsEvent } from "../../showing.ts";
import { OTHER_PULL, PULL_PATTERNS, registryOf } from "./image-pull-words.ts";
import { troubledPods } from "./troubled.ts";

const WAITING = /^(ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull|ImageInspectError|RegistryUnavailable)$/;

/** Images that cannot be pulled, by what the registry or the way to it answers. */
export const imagePull: Rule = {
    id: "application.image-pull",
    layer: "application",
    title: "Image cannot be pulled",
    means: "The node does not get the image of a container, so the container is not started.",
    fix: "The answer of the registry is quoted; correct the image's name, the credentials or the way to the registry.",
    source: "https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/images/types.go",
    variants: {
        ...Object.fromEntries(PULL_PATTERNS.map((each) => [each.variant, each.explanation])),
        other: OTHER_PULL,
    },
    reads: ["Pod"],
    mayRead: ["events", "Secret", "ServiceAccount", "Node", "Service", "Deployment.apps", "ReplicaSet.apps"],
    check: unpulled,
};

function* unpulled(facts: Facts): Iterable<Finding> {
    for (const { subject, pods } of perWorkload(troubledPods(facts))) {
        const waiting = pods.flatMap((pod) =>
            pod.containers.filter((container) => WAITING.test(container.reason)).map((container) => ({ pod, container })),
        );
        for (const [image, [first, ...rest]] of Map.groupBy(waiting, ({ container }) => container.image)) {
            if (first === undefined) continue;
            const affected = [...new Set([first, ...rest].map(({ pod }) => pod))];
            const pull = pullOf(facts, first.pod, first.container, image, affected);
            yield pull.variant === "disk" && first.pod.node !== ""
                ? { ...pull, ...onNode(facts, first.pod, pull) }
                : { subject, layer: facts.layerOf(subject), ...pull };
        }
    }
}

/** What fills up is the node: nothing of the workload has to be changed. */
function onNode(facts: Facts, pod: PodFact, pull: Pull): Pick<Finding, "subject" | "layer" | "says" | "hint" | "dueTo"> {
    const node = refOf(facts.cluster, "v1", "Node", pod.node);
    return {
        subject: node,
        layer: "kubernetes",
        says: `${named(node)} has no room for an image: ${pull.says}`,
        hint: `free space on ${pod.node}: crictl rmi --prune; look at its image and log partitions`,
        dueTo: facts.needs(node),
    };
}

type Pull = Omit<Finding, "subject" | "layer">;

function pullOf(facts: Facts, pod: PodFact, container: ContainerFact, image: string, affected: readonly PodFact[]): Pull {
    const event = latestEvent(facts, pod.ref, /^(Failed|InspectFailed|ErrImageNeverPull|BackOff): (?!Error: |Back-off)/);
    const secretEvent = latestEvent(facts, pod.ref, /^FailedToRetrieveImagePullSecret/);
    const told = [container.message, event?.message ?? ""].find((each) => classify(each) !== undefined) ?? container.message;
    const message = told || (event?.message ?? container.reason);
    const found = classify(`${container.reason} ${message}`);
    const variant = found?.variant ?? "other";
    const registry = registryOf(image);
    return {
        variant,
        severity: "critical",
        role: ROLES[variant] ?? "cause",
        says: `${named(pod.blamed)}: ${namesOf(affected)} cannot pull image ${image}: ${reasonIn(message)}`,
        hint: `kubectl -n ${pod.namespace} describe pod ${pod.name}; ${(found?.explanation ?? OTHER_PULL).fix.replace("REGISTRY", registry)} (registry ${registry}${secretsOf(pod)})`,
        evidence: [showsContainer(pod, container), ...[event, secretEvent].flatMap((each) => (each ? [showsEvent(each)] : []))],
        dueTo: nearby(facts, dueTo(facts, pod, variant)),
        ...(variant === "timeout" && pod.ageMs < 10 * 60_000 ? { transient: true } : {}),
        ...sinceEvent(event),
    };
}

const ROLES: Readonly<Record<string, Role>> = {
    auth: "failure",
    dns: "failure",
    unreachable: "failure",
    timeout: "failure",
    disk: "failure",
    x509: "failure",
    other: "failure",
};

function classify(message: string) {
    return PULL_PATTERNS.find((each) => each.pattern.test(message));
}

/** The last part of `rpc error: code = NotFound desc = failed to pull and unpack image "x": … : not found` says it; kept whole where short. */
function reasonIn(message: string): string {
    const said = message
        .replace(/^Back-off pulling image "[^"]*":? ?/, "")
        .replace(/^ErrImagePull: /, "")
        .replace(/^Failed to pull image "[^"]*": /, "")
        .replace(/rpc error: code = \w+ desc = /g, "");
    const short = said.replace(
        /^(?:failed to pull and unpack image "[^"]*": |failed to resolve (?:reference|image) "[^"]*": )+/,
        "",
    );
    return `"${brief(short || message)}"`;
}

function secretsOf(pod: PodFact): string {
    const secrets = pod.references.filter((each) => each.where === "imagePullSecrets").map((each) => each.name);
    return secrets.length === 0 ? ", the pod has no imagePullSecrets" : `, imagePullSecrets ${secrets.join(", ")}`;
}

function dueTo(facts: Facts, pod: PodFact, variant: string): readonly Cause[] {
    const node =
        pod.node === "" ? [] : [because("runs-on", refOf(facts.cluster, "v1", "Node", pod.node), ["kubernetes", "talos"])];
    if (variant === "not-found") return [];
    if (variant === "auth")
        return pod.references
            .filter((each) => each.where === "imagePullSecrets")
            .map((each) => because("reads-secret", refOf(facts.cluster, "v1", "Secret", each.name, pod.namespace)));
    const host = variant === "unreachable" || variant === "timeout" ? registryService(facts, pod) : [];
    return [...host, ...node];
}

/** A registry that runs in the cluster itself. */
function registryService(facts: Facts, pod: PodFact): readonly Cause[] {
    return pod.containers.flatMap((container) => {
        const host = registryOf(container.image).replace(/:\d+$/, "");
        const ref = host === "docker.io" ? undefined : facts.resolve(host, pod.namespace);
        return ref !== undefined && text(facts.find(ref)?.body, "metadata", "name") !== undefined
            ? [because("depends-on", ref)]
            : [];
    });
}
