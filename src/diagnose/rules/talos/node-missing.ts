import type { Facts } from "../../facts/facts.ts";
import { list, text, texts } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { TalosResource } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsField, showsResource } from "../../showing.ts";
import { machinesOf } from "./on-each-machine.ts";

/** Machines that Kubernetes does not know, and Nodes that are no machine: check 10 of `talosctl health`. */
export const nodeMissing: Rule = {
    id: "talos.node-missing",
    layer: "talos",
    title: "Machines and Nodes do not match",
    means: "Every member of the Talos cluster should be a Node of Kubernetes, and every Node a member.",
    fix: "A machine without a Node: look at its kubelet. A Node without a machine: `kubectl delete node NAME` when the machine is gone for good.",
    source: "siderolabs/talos pkg/cluster/check/kubernetes.go, K8sAllNodesReportedAssertion",
    variants: {
        node: {
            title: "Machine is no Node",
            means: "Its kubelet has not registered.",
            fix: "`talosctl -n ADDRESS logs kubelet`.",
        },
        machine: {
            title: "Node is no machine",
            means: "The Node is left over from a machine that is gone, or comes from elsewhere.",
            fix: "`kubectl delete node NAME` when it is gone for good.",
        },
    },
    reads: ["machine", "Node"],
    check: unmatched,
};

function* unmatched(facts: Facts): Iterable<Finding> {
    const members = membersOf(facts);
    const nodes = facts.all("Node").map((node) => ({
        node,
        names: [node.ref.name, ...list(node.body, "status", "addresses").flatMap((each) => text(each, "address") ?? [])],
    }));
    if (members.length === 0 || nodes.length === 0 || !facts.collected("Node")) return;
    for (const member of members) {
        const names = namesOf(member);
        if (nodes.some((each) => each.names.some((name) => names.has(name)))) continue;
        const node =
            facts.machine(member.id)?.node ??
            texts(member.spec, "addresses").find((address) => facts.machine(address)) ??
            member.id;
        yield {
            variant: "node",
            severity: "critical",
            role: "symptom",
            subject: machineRef(facts.cluster, node),
            says: `Machine ${node} is a member of the Talos cluster, and Kubernetes has no Node of that name or address`,
            hint: `talosctl -n ${texts(member.spec, "addresses")[0] ?? node} logs kubelet`,
            evidence: [showsResource(member, "/hostname", `${member.id}: ${texts(member.spec, "addresses").join(", ")}`)],
        };
    }
    for (const { node, names } of nodes)
        if (!members.some((member) => names.some((name) => namesOf(member).has(name))))
            yield {
                variant: "machine",
                severity: "info",
                role: "cause",
                subject: node.ref,
                says: `Node ${node.ref.name} is no member of the Talos cluster (its members: ${members.map((member) => member.id).join(", ")})`,
                hint: `kubectl delete node ${node.ref.name}, when its machine is gone for good`,
                evidence: [showsField(node, "/metadata/name", node.ref.name)],
            };
}

/** The longest list that a machine told. */
function membersOf(facts: Facts): readonly TalosResource[] {
    return machinesOf(facts)
        .map((machine) => machine.resources("Members"))
        .reduce((longest, each) => (each.length > longest.length ? each : longest), []);
}

function namesOf(member: TalosResource): ReadonlySet<string> {
    return new Set([member.id, text(member.spec, "hostname") ?? member.id, ...texts(member.spec, "addresses")]);
}
