import { namesOf, perWorkload } from "../../among-pods.ts";
import type { Facts } from "../../facts/facts.ts";
import { named } from "../../facts/kube-object.ts";
import { nearby } from "../../facts/nearby.ts";
import { referenceCause } from "../../facts/needs/workload-needs.ts";
import type { ContainerFact, PodFact } from "../../facts/pod-fact.ts";
import { brief, latestEvent } from "../../latest-event.ts";
import type { Explanation, Finding, Role, Rule } from "../../rule.ts";
import { showsContainer, showsEvent } from "../../showing.ts";
import { startFault, troubledPods } from "./troubled.ts";

const WAITING =
    /^(CreateContainerConfigError|CreateContainerError|RunContainerError|PreCreateHookError|PostStartHookError|CreateContainerLaunchError)$/;

interface StartPattern {
    readonly variant: string;
    readonly role: Role;
    readonly pattern: RegExp;
    readonly explanation: Explanation;
}

const row = (variant: string, role: Role, pattern: RegExp, title: string, means: string, fix: string): StartPattern => ({
    variant,
    role,
    pattern,
    explanation: { title, means, fix },
});

/** Sources: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go, security_context.go; runc libcontainer. */
const PATTERNS: readonly StartPattern[] = [
    row(
        "reference",
        "symptom",
        /(secret|configmap) "[^"]+" not found|couldn't find key/i,
        "Container waits for a Secret or ConfigMap",
        "The kubelet cannot make the container's environment: an object or key it refers to is missing.",
        "Create what is missing.",
    ),
    row(
        "root",
        "cause",
        /runAsNonRoot|image will run as root|non-numeric user/i,
        "Image runs as root and must not",
        "securityContext.runAsNonRoot is set and the image's user is root, or a name that cannot be checked.",
        "Set securityContext.runAsUser to a number that is not 0, or take an image with a numeric USER.",
    ),
    row(
        "command",
        "cause",
        /executable file not found|no such file or directory: unknown|exec: "[^"]*": (?:stat|is a directory)|no command specified/i,
        "Command does not exist in the image",
        "The container runtime does not find what `command` or the image's entrypoint names.",
        "Correct command and args, or take the right image.",
    ),
    row(
        "arch",
        "cause",
        /exec format error/i,
        "Image for another processor",
        "The entrypoint is built for another architecture, or is a script without an interpreter line.",
        "Use an image built for the node's architecture.",
    ),
    row(
        "permission",
        "cause",
        /permission denied|operation not permitted/i,
        "Command or mount is not permitted",
        "The entrypoint has no execute bit, or the security context forbids what the container needs.",
        "Set the execute bit in the image (or defaultMode: 0755 of the ConfigMap), or widen the security context.",
    ),
    row(
        "mount",
        "failure",
        /mount|subPath|not a directory|read-only file system/i,
        "Mount into the container fails",
        "A volume cannot be put where the container wants it: a file over a directory, or a missing subPath.",
        "Correct mountPath and subPath; for a single key use subPath with the file's name.",
    ),
    row(
        "name",
        "failure",
        /name "[^"]*" is reserved|container name .* already (?:in use|exists)/i,
        "The runtime still holds the old container",
        "The container runtime has not finished with the container before: a slow disk or a runtime that hangs.",
        "Look at the container runtime of the node.",
    ),
    row(
        "resources",
        "cause",
        /memory limit|minimum memory|cgroup|oom|hugepages|too low/i,
        "Limits do not let the container start",
        "The container's memory limit is too small even for its start, or a cgroup cannot be made.",
        "Raise the memory limit.",
    ),
    row(
        "hook",
        "failure",
        /PostStartHook|PreStop|Exec lifecycle hook/i,
        "postStart hook fails",
        "The command in lifecycle.postStart ends with an error, so the container is killed.",
        "Correct the hook.",
    ),
];

/** Containers that the kubelet or the container runtime cannot create or start. */
export const containerStart: Rule = {
    id: "application.container-start",
    layer: "application",
    title: "Container cannot be started",
    means: "The image is there, but the container cannot be created or its first process not started.",
    fix: "The runtime's answer is quoted; correct the container's spec.",
    source: "https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/kuberuntime/kuberuntime_container.go",
    variants: Object.fromEntries(PATTERNS.map((each) => [each.variant, each.explanation])),
    reads: ["Pod"],
    mayRead: ["events", "Secret", "ConfigMap", "PersistentVolumeClaim", "ReplicaSet.apps", "Deployment.apps"],
    check: unstarted,
};

function* unstarted(facts: Facts): Iterable<Finding> {
    for (const { subject, pods } of perWorkload(troubledPods(facts))) {
        const faulty = pods.flatMap((pod) =>
            pod.containers
                .filter((each) => WAITING.test(each.reason) || (startFault(each) && !each.ready))
                .map((container) => ({ pod, container })),
        );
        for (const [first, ...rest] of Map.groupBy(faulty, ({ container }) => container.name).values()) {
            if (first === undefined) continue;
            const affected = [first, ...rest].map(({ pod }) => pod);
            yield { subject, layer: facts.layerOf(subject), ...startOf(facts, first.pod, first.container, affected) };
        }
    }
}

function startOf(
    facts: Facts,
    pod: PodFact,
    container: ContainerFact,
    affected: readonly PodFact[],
): Omit<Finding, "subject" | "layer"> {
    const event = latestEvent(facts, pod.ref, /^Failed: Error: /);
    const own = /^back-off/i.test(container.message) ? "" : container.message;
    const message = own || container.last?.message || event?.message.replace(/^Error: /, "") || container.reason;
    const found = PATTERNS.find((each) => each.pattern.test(message) || each.pattern.test(container.reason));
    const said = message
        .replace(/^.*OCI runtime create failed: runc create failed: /, "")
        .replace(/^failed to create containerd task: /, "");
    return {
        ...(found === undefined ? {} : { variant: found.variant }),
        severity: "critical",
        role: found?.role ?? "failure",
        says: `${named(pod.blamed)}: container ${container.name} of ${namesOf(affected)} cannot be started (${container.reason || container.last?.reason}): "${brief(said)}"`,
        hint: `kubectl -n ${pod.namespace} describe pod ${pod.name}; ${found?.explanation.fix ?? "correct the container's spec"}`,
        evidence: [showsContainer(pod, container), ...(event ? [showsEvent(event)] : [])],
        dueTo: nearby(
            facts,
            pod.references.map((reference) => referenceCause(facts, pod.namespace, reference)),
        ),
        ...(found?.variant === "reference"
            ? { causeIn: [facts.scope("Secret", pod.namespace), facts.scope("ConfigMap", pod.namespace)] }
            : {}),
    };
}
