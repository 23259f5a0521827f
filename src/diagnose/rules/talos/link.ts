import type { Facts } from "../../facts/facts.ts";
import { list, number, text } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts, TalosResource } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsResource } from "../../showing.ts";
import { machineDocument, showsDocument } from "./machine-document.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { percent } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

const MANY_ERRORS = 0.01;

/** Network cards that are in use and down, or that lose packets. */
export const link: Rule = {
    id: "talos.link",
    layer: "talos",
    title: "Network card is not well",
    means: "A physical link that holds an address or a route is down, or many of its packets are faulty.",
    fix: "Look at the cable, the port of the switch, the virtual machine's network.",
    source: "siderolabs/talos pkg/machinery/resources/network/link_status.go",
    variants: {
        down: {
            title: "Link is down",
            means: "The card has no carrier or was switched off.",
            fix: "Look at the cable, the switch, the virtual network.",
        },
        errors: {
            title: "Link loses packets",
            means: "More than one in a hundred packets was faulty or dropped.",
            fix: "Look at cable, speed and duplex, MTU.",
        },
    },
    reads: ["machine"],
    check: onEachMachine(linksOf),
};

function* linksOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const subject = machineRef(facts.cluster, machine.node);
    const physical = machine.resources("LinkStatuses").filter(isPhysical);
    const down = physical.filter((each) => /^(down|lowerLayerDown|notPresent)$/.test(text(each.spec, "operationalState") ?? ""));
    for (const each of down) {
        const all = down.length === physical.length;
        if (!all && !isUsed(machine, each.id)) continue;
        const state = text(each.spec, "operationalState") ?? "";
        yield {
            variant: "down",
            severity: all ? "critical" : "warning",
            role: "cause",
            subject,
            says: `Machine ${machine.node}: its network card ${each.id} is ${state}${all && physical.length > 1 ? ", and no other is up" : ""}`,
            hint: `${talosctl(machine, "get links")}; look at the cable and the port of ${each.id}`,
            evidence: [showsResource(each, "/operationalState", `operationalState: ${state}`)],
        };
        if (all) return;
    }
    yield* errorsOf(machine, facts);
}

function* errorsOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const document = machineDocument(facts.cluster, machine, "network-device-stats");
    if (document === undefined) return;
    for (const [index, device] of list(document.value, "devices").entries()) {
        const count = (...names: readonly string[]) => names.reduce((sum, name) => sum + (number(device, name) ?? 0), 0);
        const [lost, all] = [count("rxErrors", "txErrors", "rxDropped", "txDropped"), count("rxPackets", "txPackets")];
        if (all < 10_000 || lost / all < MANY_ERRORS) continue;
        yield {
            variant: "errors",
            severity: "info",
            role: "cause",
            subject: machineRef(facts.cluster, machine.node),
            says: `Machine ${machine.node}: ${percent(lost / all)} of the packets of ${text(device, "name")} were faulty or dropped since it started`,
            hint: talosctl(machine, "get ethernetstatus"),
            evidence: [showsDocument(document, `/devices/${index}`, `errors and drops ${lost} of ${all} packets`)],
        };
    }
}

/** Not a bond, bridge, VLAN or the end of a tunnel. */
function isPhysical({ id, spec }: TalosResource): boolean {
    return (
        (text(spec, "type") ?? "ether") === "ether" &&
        text(spec, "kind") === undefined &&
        !/^(lo|veth|cni|flannel|cali|lxc|cilium|dummy|bond|kube-)/.test(id)
    );
}

function isUsed(machine: MachineFacts, link: string): boolean {
    return (
        machine
            .resources("AddressStatuses")
            .some((each) => text(each.spec, "linkName") === link && !text(each.spec, "address")?.startsWith("fe80:")) ||
        machine.resources("RouteStatuses").some((each) => text(each.spec, "outLinkName") === link)
    );
}
