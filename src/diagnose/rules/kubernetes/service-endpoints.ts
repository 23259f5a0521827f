import { hasReadyEndpoints } from "../../facts/endpoints.ts";
import type { Facts } from "../../facts/facts.ts";
import { at, list, number, strings, text } from "../../facts/fields.ts";
import { type KubeObject, labels, named, namespaceOf } from "../../facts/kube-object.ts";
import { templateOf, workloadsBehind } from "../../facts/needs/workload-needs.ts";
import type { PodFact } from "../../facts/pod-fact.ts";
import { matchesMap } from "../../facts/selector.ts";
import { WORKLOADS } from "../../facts/workload-kinds.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsField } from "../../showing.ts";

const STARTING_MS = 120_000;

/** Services that lead nowhere. */
export const serviceEndpoints: Rule = {
    id: "kubernetes.service",
    layer: "kubernetes",
    title: "Service has no ready endpoint",
    means: "Connections to the Service are refused or time out, because no pod behind it is ready.",
    fix: "Mend the pods behind it, or what connects it with them.",
    source: "https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/",
    variants: {
        selector: {
            title: "The Service's selector matches no pod",
            means: "There are pods that were meant, and their labels differ from the selector.",
            fix: "Correct spec.selector of the Service or the labels of the pod template.",
        },
        port: {
            title: "The Service's targetPort does not exist",
            means: "The Service sends to a port name that no container has, or to a number none declares.",
            fix: "Correct targetPort of the Service or the name of the container's port.",
        },
        empty: {
            title: "Nothing stands behind the Service",
            means: "No pod and no workload has the labels that the Service selects.",
            fix: "Deploy what belongs there, or delete the Service.",
        },
    },
    reads: ["Service", "Pod"],
    mayRead: ["EndpointSlice.discovery.k8s.io", "Endpoints", "Deployment.apps", "StatefulSet.apps", "DaemonSet.apps"],
    check: deadServices,
};

function* deadServices(facts: Facts): Iterable<Finding> {
    for (const service of facts.all("Service")) {
        const selector = strings(service.body, "spec", "selector");
        if (Object.keys(selector).length === 0 || text(service.body, "spec", "type") === "ExternalName") continue;
        const pods = facts.podsOf(service.ref).filter((pod) => !pod.done);
        const finding =
            pods.length === 0
                ? withoutPods(facts, service, selector)
                : (wrongPort(service, pods) ?? withoutReady(facts, service, pods));
        if (finding !== undefined) yield finding;
    }
}

const words = (selector: Readonly<Record<string, string>>) =>
    Object.entries(selector)
        .map(([key, value]) => `${key}=${value}`)
        .join(",");

function withoutPods(facts: Facts, service: KubeObject, selector: Readonly<Record<string, string>>): Finding | undefined {
    if (!facts.collected("Pod", service.ref.namespace) || hasReadyEndpoints(facts, service.ref) === true) return undefined;
    const behind = workloadsBehind(facts, service);
    const common = {
        subject: service.ref,
        evidence: [showsField(service, "/spec/selector", `selector: ${words(selector)}`)],
        hint: `kubectl -n ${service.ref.namespace} get pods --show-labels; kubectl -n ${service.ref.namespace} edit service ${service.ref.name}`,
    };
    if (behind.length > 0)
        return {
            ...common,
            severity: behind.some((ref) => wantsPods(facts.find(ref))) ? "critical" : "info",
            role: "symptom",
            says: `${named(service.ref)} has no endpoint: ${named(behind[0] ?? service.ref)} has no pod`,
            dueTo: behind.map((ref) => because("endpoint-of", ref)),
        };
    const near = nearest(facts, service, selector);
    if (near !== undefined)
        return {
            ...common,
            variant: "selector",
            // One that another Service already leads to was hardly meant: a canary, a preview, a standby.
            severity: near.isServed ? "info" : "critical",
            role: "cause",
            says: `${named(service.ref)} selects ${words(selector)} and no pod has these labels: ${named(near.ref)} has ${words(near.labels)}`,
        };
    return {
        ...common,
        variant: "empty",
        severity: "info",
        role: "cause",
        confidence: 0.6,
        says: `${named(service.ref)} selects ${words(selector)} and no pod or workload has these labels`,
        dueTo: facts.makersOf(service.ref).map((maker) => ({ ...because("manages", maker.ref), direct: true })),
    };
}

/** Whether a workload should have pods now: scaled to zero and finished ones should not. */
function wantsPods(workload: KubeObject | undefined): boolean {
    if (workload?.ref.kind === "DaemonSet") return (number(workload.body, "status", "desiredNumberScheduled") ?? 0) > 0;
    return (
        /Deployment|StatefulSet|ReplicaSet/.test(workload?.ref.kind ?? "") &&
        (number(workload?.body, "spec", "replicas") ?? 1) > 0
    );
}

/** The workload that was meant: most of its labels agree, or its name is the Service's. */
function nearest(facts: Facts, service: KubeObject, selector: Readonly<Record<string, string>>) {
    const keys = Object.keys(selector);
    const near = WORKLOADS.filter((kind) => kind !== "ReplicaSet.apps" && kind !== "Job.batch" && kind !== "CronJob.batch")
        .flatMap((kind) => facts.all(kind))
        .filter((workload) => namespaceOf(workload) === namespaceOf(service))
        .map((workload) => ({ ref: workload.ref, all: strings(templateOf(workload), "metadata", "labels") }))
        .map(({ ref, all }) => ({
            ref,
            labels: Object.fromEntries(keys.flatMap((key) => (all[key] === undefined ? [] : [[key, all[key]]]))),
            all,
            agreeing: keys.filter((key) => all[key] === selector[key]).length,
        }))
        .filter(
            ({ ref, agreeing }) =>
                ref.name === service.ref.name ||
                (keys.length > 1 && agreeing > 0 && agreeing >= keys.length - 1) ||
                similar(ref.name, service.ref.name),
        )
        .sort((a, b) => b.agreeing - a.agreeing)[0];
    if (near === undefined) return undefined;
    const others = facts.all("Service").filter((other) => other !== service && namespaceOf(other) === namespaceOf(service));
    const isServed = others.some((other) => matchesMap(strings(other.body, "spec", "selector"), near.all));
    return { ref: near.ref, labels: Object.keys(near.labels).length > 0 ? near.labels : near.all, isServed };
}

function similar(a: string, b: string): boolean {
    return a.startsWith(`${b}-`) || b.startsWith(`${a}-`);
}

/** Ports that no container of the pods has. A port by name that leads nowhere does not work; one by number may, containers need not declare theirs. */
function wrongPort(service: KubeObject, pods: readonly PodFact[]): Finding | undefined {
    const declared = pods.flatMap((pod) => pod.containers.flatMap((container) => list(container.spec, "ports")));
    const ports = list(service.body, "spec", "ports").map((port, index) => ({ port, index, ...targetOf(port, declared) }));
    const [wrong] = ports.filter((each) => !each.isKnown && (each.isName || declared.length > 0));
    if (wrong === undefined) return undefined;
    const has = declared.map((each) =>
        [text(each, "name"), number(each, "containerPort")].filter((part) => part !== undefined).join(" "),
    );
    const isDead = wrong.isName && ports.every((each) => !each.isKnown);
    return {
        variant: "port",
        severity: isDead ? "critical" : "info",
        role: "cause",
        confidence: wrong.isName ? 0.95 : 0.75,
        subject: service.ref,
        says: `${named(service.ref)} sends port ${number(wrong.port, "port")} to targetPort ${wrong.target}, which no container behind it has (there are: ${has.join(", ") || "none"})`,
        hint: `kubectl -n ${service.ref.namespace} edit service ${service.ref.name}`,
        evidence: [showsField(service, `/spec/ports/${wrong.index}/targetPort`, `targetPort: ${wrong.target}`)],
        ...(isDead ? {} : { explains: ["depends-on", "waits-for", "calls-webhook", "served-by", "endpoint-of"] as const }),
    };
}

function targetOf(
    port: unknown,
    declared: readonly unknown[],
): { readonly target: string; readonly isName: boolean; readonly isKnown: boolean } {
    const target = String(at(port, "targetPort") ?? at(port, "port"));
    const isName = !/^\d+$/.test(target);
    const isKnown = declared.some((each) =>
        isName ? text(each, "name") === target : number(each, "containerPort") === Number(target),
    );
    return { target, isName, isKnown };
}

function withoutReady(facts: Facts, service: KubeObject, pods: readonly PodFact[]): Finding | undefined {
    if (hasReadyEndpoints(facts, service.ref) !== false || pods.some((pod) => pod.ready)) return undefined;
    return {
        severity: "critical",
        role: "symptom",
        subject: service.ref,
        says: `${named(service.ref)} has no ready endpoint: none of ${pods.length} ${pods.length === 1 ? "pod" : "pods"} behind it is ready`,
        hint: `kubectl -n ${service.ref.namespace} get pods -l ${words(strings(service.body, "spec", "selector"))}`,
        evidence: [showsField(service, "/spec/selector", `selector: ${words(strings(service.body, "spec", "selector"))}`)],
        dueTo: [...new Map(pods.map((pod) => [pod.blamed.name, pod.blamed])).values(), ...pods.map((pod) => pod.ref)].map((ref) =>
            because("endpoint-of", ref),
        ),
        ...(pods.every((pod) => pod.ageMs < STARTING_MS) ? { transient: true } : {}),
        layer: labels(service)["kubernetes.io/cluster-service"] ? "kubernetes" : facts.layerOf(service.ref),
    };
}
