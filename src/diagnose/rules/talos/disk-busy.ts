import type { Facts } from "../../facts/facts.ts";
import { list, number, text } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { machineDocument, showsDocument } from "./machine-document.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { percent } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

const BUSY = 0.9;
/** An average over less says nothing: a machine that has just started reads all its images. */
const AT_LEAST_MS = 10 * 60 * 1000;

/** Disks that were busy nearly all the time since the machine started. */
export const diskBusy: Rule = {
    id: "talos.disk-busy",
    layer: "talos",
    title: "Machine's disk is saturated",
    means: "The disk had something to do in more than 90 % of the time since the start: etcd loses leaders and everything waits.",
    fix: "Find what reads or writes so much, or use a faster disk.",
    source: "https://www.kernel.org/doc/Documentation/iostats.txt",
    reads: ["machine"],
    check: onEachMachine(busyDisks),
};

function* busyDisks(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const document = machineDocument(facts.cluster, machine, "disk-stats");
    const bootTime = number(machineDocument(facts.cluster, machine, "system-stat")?.value, "bootTime");
    const upMs = bootTime === undefined ? 0 : facts.now - bootTime * 1000;
    if (document === undefined || upMs < AT_LEAST_MS) return;
    for (const [index, device] of list(document.value, "devices").entries()) {
        const share = (number(device, "ioTimeMs") ?? 0) / upMs;
        const name = text(device, "name") ?? "";
        if (share < BUSY || /^(loop|dm-|ram|zram)|^(sd[a-z]+|vd[a-z]+)\d|p\d+$/.test(name)) continue;
        yield {
            severity: "warning",
            role: "failure",
            subject: machineRef(facts.cluster, machine.node),
            says: `Machine ${machine.node}: its disk ${name} was busy for ${percent(Math.min(1, share))} of the time since it started`,
            hint: `${talosctl(machine, "processes --sort cpu")}; use a faster disk for ${name}`,
            evidence: [showsDocument(document, `/devices/${index}/ioTimeMs`, `ioTimeMs: ${number(device, "ioTimeMs")}`)],
        };
    }
}
