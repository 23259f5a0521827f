import type { Facts } from "../../facts/facts.ts";
import { number, text } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsResource } from "../../showing.ts";
import { machineDocument } from "./machine-document.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { bytes } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

/** 6 GiB less EFI, META, STATE and 10 MiB. Source: siderolabs/talos pkg/minimal. */
const MINIMUM = 6 * 2 ** 30 - (100 + 1 + 100 + 10) * 2 ** 20;

/** Machines whose disk is smaller than Talos asks for. */
export const diskSmall: Rule = {
    id: "talos.disk-small",
    layer: "talos",
    title: "Machine's disk is too small",
    means: "Talos asks for a disk of at least 6 GiB, and images and logs need more: with less it fills at once.",
    fix: "Give the machine a larger disk; the volume EPHEMERAL grows over it at the next start.",
    source: "https://www.talos.dev/latest/introduction/system-requirements/",
    reads: ["machine"],
    check: onEachMachine(smallDisk),
};

function* smallDisk(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const volume = machine.resource("VolumeStatuses", "EPHEMERAL");
    const size = number(volume?.spec, "size");
    const mode = text(machineDocument(facts.cluster, machine, "version")?.value, "platform", "mode");
    if (volume === undefined || size === undefined || size === 0 || size >= MINIMUM || mode === "container") return;
    yield {
        severity: "warning",
        role: "cause",
        subject: machineRef(facts.cluster, machine.node),
        says: `Machine ${machine.node}: its volume EPHEMERAL has ${bytes(size)}, and Talos needs ${bytes(MINIMUM)}`,
        hint: `give the machine a larger disk; ${talosctl(machine, "get volumestatus EPHEMERAL")}`,
        evidence: [showsResource(volume, "/size", `size: ${size}`)],
    };
}
