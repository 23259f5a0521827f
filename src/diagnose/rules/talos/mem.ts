import type { Facts } from "../../facts/facts.ts";
import { number, text } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { machineDocument, showsDocument } from "./machine-document.ts";
import { isControlPlane } from "./machine-type.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { bytes, percent } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

const LITTLE = 0.1;
const HARDLY_ANY = 0.05;
/** What Talos asks for less the kernel's 150 MiB. Source: siderolabs/talos pkg/minimal. */
const MINIMUM = { controlPlane: (1848 - 150) * 2 ** 20, worker: (1024 - 150) * 2 ** 20 };

/** Machines with too little memory, or with hardly any left. */
export const mem: Rule = {
    id: "talos.mem",
    layer: "talos",
    title: "Machine is short of memory",
    means: "The machine has less memory than Talos needs, or hardly any of it is free: soon the kernel ends processes, or everything is slow.",
    fix: "Give the machine more memory, or limit and move what uses it.",
    source: "https://www.talos.dev/latest/introduction/system-requirements/",
    variants: {
        low: {
            title: "Hardly any memory is free",
            means: "Little is left for anything new.",
            fix: "Find the largest process: `talosctl -n ADDRESS processes --sort rss`.",
        },
        small: {
            title: "Machine has less memory than Talos needs",
            means: "Below the minimum Talos does not run reliably.",
            fix: "A control plane machine needs 2 GiB, a worker 1 GiB at the least.",
        },
    },
    reads: ["machine"],
    check: onEachMachine(memoryOf),
};

function* memoryOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const document = machineDocument(facts.cluster, machine, "memory");
    const total = 1024 * (number(document?.value, "meminfo", "memtotal") ?? 0);
    const available = 1024 * (number(document?.value, "meminfo", "memavailable") ?? 0);
    if (document === undefined || total === 0) return;
    const subject = machineRef(facts.cluster, machine.node);
    const shows = showsDocument(document, "/meminfo", `memtotal: ${bytes(total)}, memavailable: ${bytes(available)}`);
    const minimum = isControlPlane(machine) === true ? MINIMUM.controlPlane : MINIMUM.worker;
    const mode = text(machineDocument(facts.cluster, machine, "version")?.value, "platform", "mode");
    if (total < minimum && mode !== "container")
        yield {
            variant: "small",
            severity: "warning",
            role: "cause",
            subject,
            says: `Machine ${machine.node} has ${bytes(total)} of memory, and Talos needs ${bytes(minimum)} there`,
            hint: "give the machine more memory",
            evidence: [shows],
        };
    if (available / total < LITTLE)
        yield {
            variant: "low",
            severity: available / total < HARDLY_ANY ? "warning" : "info",
            role: "cause",
            subject,
            says: `Machine ${machine.node}: only ${bytes(available)} of ${bytes(total)} memory (${percent(available / total)}) are free`,
            hint: talosctl(machine, "processes --sort rss"),
            evidence: [shows],
        };
}
