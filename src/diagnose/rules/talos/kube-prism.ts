import type { Facts } from "../../facts/facts.ts";
import { flag, text } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsResource } from "../../showing.ts";
import { machinesOf, onEachMachine } from "./on-each-machine.ts";
import { talosctl } from "./talosctl.ts";

/** The machine's own way to the API servers. */
export const kubePrism: Rule = {
    id: "talos.kube-prism",
    layer: "talos",
    title: "KubePrism finds no API server",
    means: "KubePrism is the machine's own load balancer for the Kubernetes API (port 7445). It finds no API server that answers, so the kubelet does not reach the control plane.",
    fix: "Look at the API servers first; if they answer, at the network between this machine and the control plane machines (port 6443).",
    source: "https://www.talos.dev/latest/kubernetes-guides/configuration/kubeprism/",
    reads: ["machine"],
    check: onEachMachine(balancerOf),
};

function* balancerOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    for (const status of machine.resources("KubePrismStatuses")) {
        if (flag(status.spec, "healthy") !== false) continue;
        yield {
            severity: "warning",
            role: "symptom",
            subject: machineRef(facts.cluster, machine.node),
            says: `Machine ${machine.node}: KubePrism (${text(status.spec, "host") ?? "127.0.0.1:7445"}) finds no API server that answers`,
            hint: `${talosctl(machine, "get kubeprismendpoints")}; look at kube-apiserver on the control plane machines`,
            evidence: [showsResource(status, "/healthy", "healthy: false")],
            dueTo: machinesOf(facts).map((each) =>
                because("served-by", machineRef(facts.cluster, each.node), [
                    "talos.etcd",
                    "talos.static-pod",
                    "talos.service",
                    "talos.kubelet",
                    "talos.cri-down",
                ]),
            ),
        };
    }
}
