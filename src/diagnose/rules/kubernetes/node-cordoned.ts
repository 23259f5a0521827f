import type { Facts } from "../../facts/facts.ts";
import { flag } from "../../facts/fields.ts";
import { named } from "../../facts/kube-object.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsField } from "../../showing.ts";

/** Nodes that somebody has cordoned. */
export const nodeCordoned: Rule = {
    id: "kubernetes.node-cordoned",
    layer: "kubernetes",
    title: "Node is cordoned",
    means: "Somebody marked the node unschedulable, mostly for maintenance. What runs there goes on; nothing new is placed there.",
    fix: "`kubectl uncordon NODE` when the maintenance is over.",
    source: "https://kubernetes.io/docs/concepts/architecture/nodes/#manual-node-administration",
    reads: ["Node"],
    check: cordonedNodes,
};

function* cordonedNodes(facts: Facts): Iterable<Finding> {
    for (const node of facts.all("Node")) {
        if (flag(node.body, "spec", "unschedulable") !== true) continue;
        yield {
            severity: "info",
            role: "cause",
            subject: node.ref,
            says: `${named(node.ref)} is cordoned: nothing new is placed on it`,
            hint: `kubectl uncordon ${node.ref.name}`,
            evidence: [showsField(node, "/spec/unschedulable", "unschedulable: true")],
            explains: ["scheduled-by"],
        };
    }
}
