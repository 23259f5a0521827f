import type { Facts } from "../../facts/facts.ts";
import { text } from "../../facts/fields.ts";
import { condition, machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsCondition, showsResource } from "../../showing.ts";
import { machinesOf, onEachMachine } from "./on-each-machine.ts";

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
    check: onEachMachine(networkless),
};

function* networkless(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const node = facts.get("Node", machine.nodeName);
    const ready = node === undefined ? undefined : condition(node, "Ready");
    if (node === undefined || ready === undefined || ready.status === "True") return;
    if (!/NetworkPluginNotReady|cni plugin not initialized|network plugin/i.test(ready.message)) return;
    const config = machinesOf(facts)
        .flatMap((each) => each.resources("BootstrapManifestsConfigs"))
        .find((each) => text(each.spec, "cniName") === "none");
    if (config === undefined || facts.all("DaemonSet.apps").some((each) => NETWORK.test(each.ref.name))) return;
    yield {
        severity: "critical",
        role: "cause",
        subject: machineRef(facts.cluster, machine.node),
        says: `Machine ${machine.node} is configured with cni none and no CNI plugin is installed, so Node ${node.ref.name} has no pod network`,
        hint: "install the CNI plugin (Cilium, Calico), or set cluster.network.cni.name back to flannel; kubectl get daemonsets -A",
        evidence: [showsResource(config, "/cniName", "cniName: none"), showsCondition(node, ready)],
    };
}
