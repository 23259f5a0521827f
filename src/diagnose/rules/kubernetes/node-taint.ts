import type { Facts } from "../../facts/facts.ts";
import { condition, named } from "../../facts/kube-object.ts";
import { taintsOf } from "../../facts/node-room.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsField } from "../../showing.ts";

const CONTROL_PLANE = /^node-role\.kubernetes\.io\/(control-plane|master)$/;

/** Clusters in which every node keeps ordinary pods away. */
export const nodeTaint: Rule = {
    id: "kubernetes.node-taint",
    layer: "kubernetes",
    title: "Every node has a taint that keeps pods away",
    means: "All nodes are control-plane nodes with their taint, or all have been given a taint, so no ordinary pod can be placed.",
    fix: "Remove the taint, on Talos with `cluster.allowSchedulingOnControlPlanes: true` in the machine config, or add worker nodes.",
    source: "https://kubernetes.io/docs/reference/labels-annotations-taints/#node-role-kubernetes-io-control-plane-taint",
    reads: ["Node", "Pod"],
    check: taintedNodes,
};

function* taintedNodes(facts: Facts): Iterable<Finding> {
    const nodes = facts.all("Node");
    const blocking = nodes.map((node) => ({
        node,
        taint: taintsOf(node).find(
            (taint) => taint.effect !== "PreferNoSchedule" && !taint.key.startsWith("node.kubernetes.io/"),
        ),
    }));
    if (nodes.length === 0 || blocking.some((each) => each.taint === undefined)) return;
    const waiting = facts.pods.filter(
        (pod) =>
            pod.phase === "Pending" && /untolerated taint|didn't tolerate/.test(condition(pod, "PodScheduled")?.message ?? ""),
    );
    for (const { node, taint } of blocking) {
        if (taint === undefined) continue;
        const only = nodes.length === 1 ? "the only node" : `one of ${nodes.length} nodes that all keep ordinary pods away`;
        const words = `${taint.key}${taint.value ? `=${taint.value}` : ""}:${taint.effect}`;
        yield {
            severity: waiting.length > 0 ? "critical" : "info",
            role: "cause",
            subject: node.ref,
            says: `${named(node.ref)}, ${only}, has the taint ${words}${waiting.length > 0 ? `, so ${waiting.length} ${waiting.length === 1 ? "pod stays" : "pods stay"} Pending` : ""}`,
            hint: `kubectl taint node ${node.ref.name} ${taint.key}-${CONTROL_PLANE.test(taint.key) ? " ; on Talos set cluster.allowSchedulingOnControlPlanes: true" : ""}`,
            evidence: [showsField(node, `/spec/taints/${taint.index}`, words)],
            explains: ["scheduled-by"],
        };
    }
}
