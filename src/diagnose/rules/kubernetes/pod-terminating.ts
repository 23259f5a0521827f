import type { Facts } from "../../facts/facts.ts";
import { number, texts, time } from "../../facts/fields.ts";
import { metadata, named, refOf } from "../../facts/kube-object.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsField } from "../../showing.ts";

const PATIENCE_MS = 5 * 60_000;

/** Pods that are being deleted and do not go. */
export const podTerminating: Rule = {
    id: "kubernetes.pod-terminating",
    layer: "kubernetes",
    title: "Pod does not go away",
    means: "The pod was deleted long ago: its node does not confirm its end, or a finalizer holds it. A StatefulSet makes no new pod of that name before it is gone.",
    fix: "Mend the node. When it is gone for good: `kubectl delete pod NAME --force --grace-period=0`, or delete the Node.",
    source: "https://kubernetes.io/docs/tasks/run-application/force-delete-stateful-set-pod/",
    reads: ["Pod"],
    mayRead: ["Node"],
    check: lingering,
};

function* lingering(facts: Facts): Iterable<Finding> {
    for (const pod of facts.pods) {
        const deleted = time(metadata(pod), "deletionTimestamp");
        const grace = (number(metadata(pod), "deletionGracePeriodSeconds") ?? 30) * 1000;
        if (deleted === undefined || facts.now - deleted < PATIENCE_MS + grace) continue;
        const finalizers = texts(pod.body, "metadata", "finalizers");
        const held = finalizers.length > 0;
        yield {
            severity: "warning",
            role: held ? "cause" : "symptom",
            subject: pod.ref,
            says: `${named(pod.ref)} has been terminating for ${Math.round((facts.now - deleted) / 60_000)} minutes${held ? `: finalizer ${finalizers.join(", ")} is not removed` : pod.node === "" ? "" : ` on node ${pod.node}`}`,
            hint: held
                ? `kubectl -n ${pod.namespace} get pod ${pod.name} -o jsonpath='{.metadata.finalizers}'; mend the controller that set it`
                : `kubectl get node ${pod.node}; when it is gone for good: kubectl -n ${pod.namespace} delete pod ${pod.name} --force --grace-period=0`,
            evidence: [showsField(pod, "/metadata/deletionTimestamp", `deletionTimestamp: ${new Date(deleted).toISOString()}`)],
            dueTo:
                pod.node === "" || held
                    ? []
                    : [because("runs-on", refOf(facts.cluster, "v1", "Node", pod.node), ["kubernetes.node", "talos"])],
            since: new Date(deleted).toISOString(),
            layer: "kubernetes",
        };
    }
}
