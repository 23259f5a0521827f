import type { Facts } from "../../facts/facts.ts";
import { text } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsResource } from "../../showing.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { isRecent, saidLines } from "./said.ts";
import { words } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

/** Machines that do not find each other: the discovery service out of reach, and peers of KubeSpan that are down. */
export const discovery: Rule = {
    id: "talos.discovery",
    layer: "talos",
    title: "Machines do not find each other",
    means: "Machines learn of each other over the discovery service, and with KubeSpan they talk through tunnels.",
    fix: "Let the machines reach discovery.talos.dev on port 443, or disable discovery; for KubeSpan open UDP 51820 between them.",
    source: "https://www.talos.dev/latest/talos-guides/discovery/, https://www.talos.dev/latest/talos-guides/network/kubespan/",
    variants: {
        service: {
            title: "Discovery service is out of reach",
            means: "Members are learned from Kubernetes alone, if at all. A cluster without a way out works so.",
            fix: "Open port 443 to the discovery service, or disable it in `cluster.discovery`.",
        },
        peer: {
            title: "KubeSpan peer is down",
            means: "The tunnel to that machine does not work, so pods here do not reach pods there.",
            fix: "Open UDP 51820 between the machines.",
        },
    },
    reads: ["machine"],
    check: onEachMachine(lookOf),
};

function* lookOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const subject = machineRef(facts.cluster, machine.node);
    const line = saidLines(
        machine,
        /hello failed.*|discovery\.talos\.dev.*(?:error|refused|timeout|no such host).*/,
        "controller-runtime",
        "machined",
        "dmesg",
    ).find((each) => isRecent(facts, each));
    if (line !== undefined)
        yield {
            variant: "service",
            severity: "info",
            role: "symptom",
            subject,
            says: `Machine ${machine.node} does not reach the discovery service: ${words(line.words)}`,
            hint: `${talosctl(machine, "get members")}; open port 443 to discovery.talos.dev`,
            evidence: [line.shows],
        };
    for (const peer of machine.resources("KubeSpanPeerStatuses")) {
        if (text(peer.spec, "state") !== "down") continue;
        yield {
            variant: "peer",
            severity: "warning",
            role: "failure",
            subject,
            says: `Machine ${machine.node}: its KubeSpan tunnel to ${text(peer.spec, "label") ?? peer.id} (${text(peer.spec, "endpoint") ?? "no endpoint"}) is down`,
            hint: `${talosctl(machine, "get kubespanpeerstatuses")}; open UDP 51820 between the machines`,
            evidence: [showsResource(peer, "/state", "state: down")],
        };
    }
}
