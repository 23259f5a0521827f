import type { Facts } from "../../facts/facts.ts";
import { list, text, texts } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { EvidencePointer, Finding, Rule } from "../../rule.ts";
import { showsField, showsResource } from "../../showing.ts";
import { machineDocument, showsDocument } from "./machine-document.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { talosctl } from "./talosctl.ts";

/** Machines that have another address than etcd or Kubernetes knows them by. */
export const addressChanged: Rule = {
    id: "talos.address-changed",
    layer: "talos",
    title: "Machine's address has changed",
    means: "etcd's peers and the Node were registered with an address that the machine no longer has: the others call it where it is not.",
    fix: "Give the machine its old address back (a static address or a DHCP reservation), or set `cluster.etcd.advertisedSubnets` and `machine.kubelet.nodeIP.validSubnets`; of etcd remove the old member.",
    source: "https://github.com/siderolabs/talos/issues/11645, https://github.com/siderolabs/talos/issues/8714",
    reads: ["machine"],
    mayRead: ["Node"],
    check: onEachMachine(addressOf),
};

interface Known {
    readonly by: string;
    readonly addresses: readonly string[];
    readonly shows: EvidencePointer;
}

function* addressOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const own = new Set(machine.addresses);
    const usable = machine.addresses.filter((address) => !/^(127\.0\.0\.|::1$|fe80:)/.test(address));
    if (own.size === 0) return;
    for (const { by, addresses, shows } of knownBy(machine, facts)) {
        if (addresses.length === 0 || addresses.some((address) => own.has(address))) continue;
        yield {
            severity: "critical",
            role: "cause",
            subject: machineRef(facts.cluster, machine.node),
            says: `Machine ${machine.node} is known to ${by} by ${addresses.join(", ")}, and has ${usable.length === 0 ? "no address" : usable.slice(0, 4).join(", ")}`,
            hint: `${talosctl(machine, "get addresses")}; give the machine ${addresses[0]} back, as a static address or a reservation of the DHCP server`,
            evidence: [shows],
        };
        return;
    }
}

function* knownBy(machine: MachineFacts, facts: Facts): Iterable<Known> {
    const spec = machine.resource("EtcdSpecs", "etcd");
    if (spec !== undefined) {
        const addresses = texts(spec.spec, "advertisedAddresses");
        yield {
            by: "etcd",
            addresses,
            shows: showsResource(spec, "/advertisedAddresses", `advertisedAddresses: ${addresses.join(", ")}`),
        };
    }
    const members = machineDocument(facts.cluster, machine, "etcd/members");
    const index = list(members?.value, "members").findIndex((member) => text(member, "hostname") === machine.nodeName);
    if (members !== undefined && index >= 0) {
        const urls = texts(members.value, "members", index, "peerUrls");
        yield {
            by: "etcd",
            addresses: urls.flatMap(hostOf),
            shows: showsDocument(members, `/members/${index}/peerUrls`, urls.join(", ")),
        };
    }
    const node = facts.get("Node", machine.nodeName);
    if (node === undefined) return;
    const at = list(node.body, "status", "addresses").findIndex((each) => text(each, "type") === "InternalIP");
    const address = text(node.body, "status", "addresses", at, "address");
    if (address !== undefined)
        yield {
            by: "Kubernetes",
            addresses: [address],
            shows: showsField(node, `/status/addresses/${at}`, `InternalIP: ${address}`),
        };
}

function hostOf(url: string): string[] {
    return URL.canParse(url) ? [new URL(url).hostname.replace(/^\[|\]$/g, "")] : [];
}
