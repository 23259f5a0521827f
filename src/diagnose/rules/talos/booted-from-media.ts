import type { Facts } from "../../facts/facts.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { saidLines } from "./said.ts";

/** Talos is on the disk, and the machine started from the ISO instead. */
export const bootedFromMedia: Rule = {
    id: "talos.booted-from-media",
    layer: "talos",
    title: "Machine booted from the installation medium",
    means: "Talos is installed on the disk, but the machine started from the ISO (or network) and halted rather than install once more.",
    fix: "Take the ISO out of the (virtual) drive or change the boot order, and restart the machine.",
    source: "siderolabs/talos internal/app/machined/pkg/runtime/v1alpha1/v1alpha1_sequencer_tasks.go, haltIfInstalled",
    reads: ["machine"],
    check: onEachMachine(mediumOf),
};

function* mediumOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const [line] = saidLines(machine, /already installed to disk but booted from another media/);
    if (line === undefined || machine.service("kubelet")?.running === true) return;
    yield {
        severity: "critical",
        role: "cause",
        subject: machineRef(facts.cluster, machine.node),
        says: `Machine ${machine.node} booted from the installation medium (ISO) although Talos is already installed to its disk, and halted`,
        hint: `take the ISO out of ${machine.node} or put its disk first in the boot order, then restart it`,
        evidence: [line.shows],
    };
}
