import type { Facts } from "../../facts/facts.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding } from "../../rule.ts";

/** A rule's check out of a look at one machine. What is said of the Talos cluster as a whole is no machine's. */
export function onEachMachine(
    look: (machine: MachineFacts, facts: Facts) => Iterable<Finding>,
): (facts: Facts) => Iterable<Finding> {
    return function* check(facts) {
        for (const machine of machinesOf(facts)) yield* look(machine, facts);
    };
}

/** The machines that told of themselves, by name. */
export function machinesOf(facts: Facts): readonly MachineFacts[] {
    return facts.machines.filter((machine) => machine.node !== "");
}
