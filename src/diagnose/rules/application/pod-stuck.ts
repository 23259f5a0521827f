import { namesOf, perWorkload } from "../../among-pods.ts";
import type { EventFact } from "../../facts/event-fact.ts";
import type { Facts } from "../../facts/facts.ts";
import { condition, named, refOf } from "../../facts/kube-object.ts";
import { nearby } from "../../facts/nearby.ts";
import { referenceCause } from "../../facts/needs/workload-needs.ts";
import type { PodFact } from "../../facts/pod-fact.ts";
import { brief, latestEvent, sinceEvent } from "../../latest-event.ts";
import type { Cause, Finding, Rule } from "../../rule.ts";
import { because, showsCondition, showsEvent } from "../../showing.ts";
import { networkOf } from "../kubernetes/node-not-ready.ts";
import { troubledPods } from "./troubled.ts";

/** Shorter is an ordinary start: volumes are attached, images pulled. */
const GRACE_MS = 3 * 60_000;

/** Pods that have a node and whose first container has not been started for minutes. */
export const podStuck: Rule = {
    id: "application.pod-stuck",
    layer: "application",
    title: "Pod stays in ContainerCreating or PodInitializing",
    means: "The kubelet has the pod and does not get as far as starting its containers: a volume, a Secret, the pod's network or the runtime holds it up.",
    fix: "The newest event of the pod says what the kubelet waits for.",
    source: "https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/events/event.go",
    variants: {
        network: {
            title: "Pod gets no network",
            means: "The CNI plugin fails to make the pod's network, so the sandbox is not created.",
            fix: "Mend the CNI plugin: its DaemonSet on that node and its IP pool.",
        },
    },
    reads: ["Pod", "events"],
    mayRead: ["Secret", "ConfigMap", "PersistentVolumeClaim", "Node", "DaemonSet.apps", "Deployment.apps", "ReplicaSet.apps"],
    check: stuckPods,
};

function* stuckPods(facts: Facts): Iterable<Finding> {
    for (const { subject, pods } of perWorkload(troubledPods(facts).filter((pod) => isStuck(pod)))) {
        const [pod] = pods;
        const event = latestEvent(facts, pod.ref, /^Failed(Mount|AttachVolume|MapVolume|CreatePodSandBox|Sync)|NetworkNotReady/);
        const ready = condition(pod, "ContainersReady") ?? condition(pod, "Ready");
        const network = event !== undefined && /FailedCreatePodSandBox|NetworkNotReady/.test(event.reason);
        const why = event === undefined ? "and no event says why" : `"${brief(event.message)}"`;
        yield {
            ...(network ? { variant: "network" } : {}),
            severity: "critical",
            role: network ? "failure" : "symptom",
            ...(network ? {} : { confidence: 0.35 }),
            subject,
            layer: network || isOfVolume(pod, event) ? "kubernetes" : facts.layerOf(subject),
            says: `${named(subject)}: ${namesOf(pods)} ${pods.length === 1 ? "does" : "do"} not get started (${waiting(pod)})${event === undefined ? " " : ": "}${why}`,
            hint: `kubectl -n ${pod.namespace} describe pod ${pod.name}`,
            evidence: [...(event ? [showsEvent(event)] : []), ...(ready ? [showsCondition(pod, ready)] : [])],
            dueTo: nearby(facts, dueTo(facts, pod, network)),
            causeIn: [
                { cluster: facts.cluster, type: "events", namespace: pod.namespace },
                facts.scope("Secret", pod.namespace),
                facts.scope("ConfigMap", pod.namespace),
            ],
            ...sinceEvent(event),
        };
    }
}

/** A volume that is attached and mounted by the cluster, not a Secret or ConfigMap that is missing. */
function isOfVolume(pod: PodFact, event: EventFact | undefined): boolean {
    const claims = pod.references.some((each) => each.kind === "PersistentVolumeClaim");
    return (
        claims && event !== undefined && !/secret|configmap/i.test(event.message) && /Mount|Attach|MapVolume/.test(event.reason)
    );
}

function isStuck(pod: PodFact): boolean {
    return (
        pod.phase === "Pending" &&
        pod.node !== "" &&
        pod.ageMs > GRACE_MS &&
        pod.containers.length > 0 &&
        pod.containers.every(
            (each) =>
                /^(ContainerCreating|PodInitializing|)$/.test(each.reason) &&
                each.state !== "running" &&
                each.state !== "terminated",
        )
    );
}

function waiting(pod: PodFact): string {
    return pod.containers.find((each) => each.reason !== "")?.reason ?? "ContainerCreating";
}

function dueTo(facts: Facts, pod: PodFact, network: boolean): readonly Cause[] {
    return [
        ...(network ? networkOf(facts) : []),
        ...pod.references.map((reference) => referenceCause(facts, pod.namespace, reference)),
        because("runs-on", refOf(facts.cluster, "v1", "Node", pod.node), ["kubernetes.node", "talos"]),
    ];
}
