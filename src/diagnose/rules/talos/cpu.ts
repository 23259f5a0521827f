import type { Facts } from "../../facts/facts.ts";
import { fields, list, number } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { machineDocument, showsDocument } from "./machine-document.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { percent } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

const SATURATED = 2;
const STOLEN = 0.1;

/** Machines with more to compute than they can: slow pulls and failing probes look like network faults and are not. */
export const cpu: Rule = {
    id: "talos.cpu",
    layer: "talos",
    title: "Machine has too little CPU",
    means: "Over a quarter of an hour more than twice as many threads wanted to run as there are CPUs. On emulated or overbooked hosts it looks like a slow network or registry.",
    fix: "Give the machine more CPUs, stop what runs too much, or use a host with hardware virtualization.",
    source: "https://www.kernel.org/doc/Documentation/filesystems/proc.rst (loadavg, stat)",
    reads: ["machine"],
    check: onEachMachine(loadOf),
};

function* loadOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const document = machineDocument(facts.cluster, machine, "load-average");
    const load = number(document?.value, "load15");
    const cores = coresOf(machine, facts);
    if (document === undefined || load === undefined || cores === 0 || load <= SATURATED * cores) return;
    const total = fields(machineDocument(facts.cluster, machine, "system-stat")?.value, "cpuTotal");
    const sum = Object.keys(total).reduce((all, name) => all + (number(total, name) ?? 0), 0);
    const stolen = sum === 0 ? 0 : (number(total, "steal") ?? 0) / sum;
    yield {
        severity: "warning",
        role: "failure",
        subject: machineRef(facts.cluster, machine.node),
        says: `Machine ${machine.node}: a load of ${load} over 15 minutes on ${cores} CPUs${stolen > STOLEN ? `, of whose time its host took ${percent(stolen)}` : ""}`,
        hint: `${talosctl(machine, "processes --sort cpu")}; give the machine more CPUs`,
        evidence: [showsDocument(document, "/load15", `load15: ${load}`)],
    };
}

function coresOf(machine: MachineFacts, facts: Facts): number {
    const threads = machine
        .resources("Processors")
        .reduce((sum, each) => sum + (number(each.spec, "threadCount") ?? number(each.spec, "coreCount") ?? 0), 0);
    return threads > 0 ? threads : list(machineDocument(facts.cluster, machine, "cpu-info")?.value, "cpuInfo").length;
}
