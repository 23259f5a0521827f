import type { Facts } from "../../facts/facts.ts";
import { number, texts, time } from "../../facts/fields.ts";
import { named, refOf } from "../../facts/kube-object.ts";
import type { PodFact } from "../../facts/pod-fact.ts";
import { brief, latestEvent } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsEvent, showsField } from "../../showing.ts";
import { durationWords } from "./duration-words.ts";

/** After the grace period a pod is gone within seconds. */
const GRACE_MS = 5 * 60_000;

/** Pods that were deleted long ago and are still there. */
export const terminating: Rule = {
    id: "application.terminating",
    layer: "application",
    title: "Pod is stuck in Terminating",
    means: "The pod was deleted, its grace period is over, and it is still there: its node is gone, a finalizer waits, or the runtime cannot stop it.",
    fix: "Mend the node, or what the finalizer waits for; `kubectl delete pod --force` only when its containers surely do not run any more.",
    source: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination",
    variants: {
        finalizer: {
            title: "Pod waits for a finalizer",
            means: "The pod has ended and a finalizer holds it; the controller that should remove it does not.",
            fix: "Mend the controller that the finalizer names.",
        },
    },
    reads: ["Pod"],
    mayRead: ["Node", "events"],
    check: terminatingPods,
};

function* terminatingPods(facts: Facts): Iterable<Finding> {
    for (const pod of facts.pods.filter((each) => each.deleting)) {
        const deleted = time(pod.body, "metadata", "deletionTimestamp") ?? facts.now;
        // deletionTimestamp already holds the grace period: k8s.io/apimachinery meta/v1 ObjectMeta.
        const overdueMs = facts.now - deleted;
        if (overdueMs < GRACE_MS) continue;
        const finalizers = texts(pod.body, "metadata", "finalizers");
        const event = latestEvent(facts, pod.ref, /FailedKillPod|FailedPreStopHook|FailedUnmount|FailedDetach/);
        const why =
            finalizers.length > 0
                ? `finalizer ${finalizers.join(", ")} is not removed`
                : event === undefined
                  ? `on node ${pod.node || "none"}, grace period ${number(pod.body, "metadata", "deletionGracePeriodSeconds") ?? 30} s`
                  : brief(event.message);
        yield {
            ...(finalizers.length > 0 ? { variant: "finalizer" } : {}),
            severity: "warning",
            role: finalizers.length > 0 ? "failure" : "symptom",
            subject: pod.ref,
            layer: facts.layerOf(pod.ref),
            says: `${named(pod.ref)} is stuck in Terminating for ${durationWords(overdueMs)}: ${why}`,
            hint: hintFor(pod, finalizers),
            evidence: [
                showsField(pod, "/metadata/deletionTimestamp", `deletionTimestamp: ${new Date(deleted).toISOString()}`),
                ...(event ? [showsEvent(event)] : []),
            ],
            dueTo:
                pod.node === ""
                    ? []
                    : [because("runs-on", refOf(facts.cluster, "v1", "Node", pod.node), ["kubernetes.node", "talos"])],
            causeIn: [facts.scope("Node")],
            since: new Date(deleted).toISOString(),
        };
    }
}

function hintFor(pod: PodFact, finalizers: readonly string[]): string {
    return finalizers.length > 0
        ? `kubectl -n ${pod.namespace} get pod ${pod.name} -o yaml; mend the controller of ${finalizers[0]}`
        : `kubectl get node ${pod.node || "NODE"}; when the node is gone for good: kubectl -n ${pod.namespace} delete pod ${pod.name} --force --grace-period=0`;
}
