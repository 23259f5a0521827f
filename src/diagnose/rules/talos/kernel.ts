import type { Facts } from "../../facts/facts.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { isRecent, saidLines } from "./said.ts";
import { words } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

/** What the kernel complains of that is neither disk nor memory. */
export const kernel: Rule = {
    id: "talos.kernel",
    layer: "talos",
    title: "Kernel of the machine reports a fault",
    means: "A panic, a bug, a hung task, a locked-up CPU or a hardware error: the machine may stand still at any time.",
    fix: "Look at the hardware or the hypervisor (steal, memory errors, storage latency); upgrade Talos for a newer kernel.",
    source: "https://www.kernel.org/doc/html/latest/admin-guide/bug-hunting.html",
    reads: ["machine"],
    check: onEachMachine(complaintsOf),
};

const FAULTS =
    /Kernel panic|\bBUG: |blocked for more than \d+ seconds|soft lockup|hard LOCKUP|mce: \[Hardware Error\]|Machine check events logged|rcu.*self-detected stall/;

function* complaintsOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const [line] = saidLines(machine, FAULTS, "dmesg", "kernel");
    if (line === undefined) return;
    yield {
        severity: isRecent(facts, line) ? "warning" : "info",
        role: "failure",
        subject: machineRef(facts.cluster, machine.node),
        says: `Machine ${machine.node}: its kernel reports${line.at === undefined ? "" : ` at ${new Date(line.at).toISOString()}`}: ${words(line.words)}`,
        hint: talosctl(machine, "dmesg"),
        evidence: [line.shows],
    };
}
