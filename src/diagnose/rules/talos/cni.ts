import type { Facts } from "../../facts/facts.ts";
import { text } from "../../facts/fields.ts";
import { condition, machineRef } from "../../facts/kube-object.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsCondition, showsResource } from "../../showing.ts";
import { machinesOf } from "./on-each-machine.ts";

const UNSET = /NetworkPluginNotReady|cni plugin not initialized|network plugin/i;
const NETWORK = /calico|cilium|flannel|weave|canal|antrea|kube-router|ovn|kindnet|tigera/;

/** Machines configured without a CNI, where nobody has installed one. */
export const cni: Rule = {
    id: "talos.cni-missing",
    layer: "kubernetes",
    title: "There is no CNI plugin",
    means: "The machine configuration says `cluster.network.cni.name: none`, so Talos installs no pod network, and nobody else did: Nodes stay NotReady.",
    fix: "Install a CNI plugin (Cilium, Calico), or leave `cluster.network.cni` at flannel.",
    source: "https://www.talos.dev/latest/kubernetes-guides/network/deploying-cilium/",
    reads: ["machine", "Node"],
    mayRead: ["DaemonSet.apps"],
    check: networkless,
};

/** One finding for the cluster, about the machine whose configuration says so. */
function* networkless(facts: Facts): Iterable<Finding> {
    const nodes = facts.all("Node").flatMap((node) => {
        const ready = condition(node, "Ready");
        return ready !== undefined && ready.status !== "True" && UNSET.test(ready.message) ? [{ node, ready }] : [];
    });
    const [first] = nodes;
    const told = machinesOf(facts).flatMap((machine) =>
        machine.resources("BootstrapManifestsConfigs").map((config) => ({ machine, config })),
    );
    const none = told.find(({ config }) => text(config.spec, "cniName") === "none");
    if (first === undefined || none === undefined || mayHaveNetwork(facts)) return;
    const names = nodes.map(({ node }) => node.ref.name).join(", ");
    yield {
        severity: "critical",
        role: "cause",
        subject: machineRef(facts.cluster, none.machine.node),
        says: `Machine ${none.machine.node} is configured with cni none and no CNI plugin is installed, so ${nodes.length === 1 ? "Node" : "Nodes"} ${names} ${nodes.length === 1 ? "has" : "have"} no pod network`,
        hint: "install the CNI plugin (Cilium, Calico), or set cluster.network.cni.name back to flannel; kubectl get daemonsets -A",
        evidence: [showsResource(none.config, "/cniName", "cniName: none"), showsCondition(first.node, first.ready)],
        affects: nodes.map(({ node }) => because("served-by", node.ref, ["kubernetes.node-not-ready"])),
    };
}

function mayHaveNetwork(facts: Facts): boolean {
    return (
        facts.missing(facts.scope("DaemonSet.apps")).length > 0 ||
        facts.all("DaemonSet.apps").some((each) => NETWORK.test(each.ref.name))
    );
}
