import type { Facts } from "../../facts/facts.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { isRecent, saidLines } from "./said.ts";
import { words } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

/** Errors of disks and file systems in the kernel's log. */
export const diskError: Rule = {
    id: "talos.disk-error",
    layer: "talos",
    title: "Disk of the machine has errors",
    means: "The kernel could not read or write the disk, or shut a file system down. What lies on it is in danger.",
    fix: "Save what lies on it; look at the disk (and the hypervisor's storage), replace it, and install the machine anew.",
    source: "torvalds/linux block/blk-core.c (I/O error), fs/xfs/xfs_fsops.c, fs/ext4/super.c",
    reads: ["machine"],
    check: onEachMachine(errorsOf),
};

const ERRORS =
    /\bI\/O error\b|XFS \(\w+\): .*(?:error|corruption|shut ?down)|EXT4-fs error|[Rr]emounting filesystem read-only|critical (?:medium|target) error|nvme\d\S* .*timeout/;

function* errorsOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const lines = saidLines(machine, ERRORS, "dmesg", "kernel").filter((line) => !/No space left/.test(line.words));
    const [line] = lines;
    if (line === undefined) return;
    const recent = isRecent(facts, line);
    yield {
        severity: recent ? "critical" : "info",
        role: "cause",
        subject: machineRef(facts.cluster, machine.node),
        says: `Machine ${machine.node}: its disk has errors${line.at === undefined ? "" : ` (last at ${new Date(line.at).toISOString()})`}: ${words(line.words)}`,
        hint: `${talosctl(machine, "dmesg")}; ${talosctl(machine, "get disks")}; save the data and replace the disk`,
        evidence: [line.shows],
        ...(line.at === undefined ? {} : { since: new Date(line.at).toISOString() }),
    };
}
