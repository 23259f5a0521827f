import type { Facts } from "../../facts/facts.ts";
import { list, number, text } from "../../facts/fields.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { machineDocument, showsDocument } from "./machine-document.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { RECENT_MS } from "./said.ts";
import { talosctl } from "./talosctl.ts";

/** Machines that started not long ago: why pods restarted, and nothing broken by itself. */
export const reboot: Rule = {
    id: "talos.reboot",
    layer: "talos",
    title: "Machine started a short while ago",
    means: "The machine started within the hour before the archive was taken: restarts of its pods and gaps in its logs are explained by it.",
    fix: "If nobody asked for it, look at power, watchdog and `talosctl -n ADDRESS dmesg`.",
    source: "siderolabs/talos api/machine/machine.proto, SystemStat.boot_time",
    reads: ["machine"],
    check: onEachMachine(startOf),
};

function* startOf(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const document = machineDocument(facts.cluster, machine, "system-stat");
    const bootMs = 1000 * (number(document?.value, "bootTime") ?? 0);
    const ago = facts.now - bootMs;
    if (document === undefined || bootMs === 0 || ago < 0 || ago > RECENT_MS) return;
    yield {
        severity: "info",
        role: "cause",
        explains: [],
        subject: machineRef(facts.cluster, machine.node),
        says: `Machine ${machine.node} started at ${new Date(bootMs).toISOString()}, ${Math.round(ago / 60_000)} minutes before the archive was taken${asked(machine, facts)}`,
        hint: talosctl(machine, "dmesg"),
        evidence: [showsDocument(document, "/bootTime", `bootTime: ${bootMs / 1000}`)],
    };
}

/** Whether the machine's events name a sequence that restarts it. */
function asked(machine: MachineFacts, facts: Facts): string {
    const items = list(machineDocument(facts.cluster, machine, "events")?.value, "items");
    const sequence = items
        .map((item) => text(item, "data", "sequence"))
        .findLast((name) => /reboot|upgrade|reset/i.test(name ?? ""));
    return sequence === undefined ? "" : ` (sequence ${sequence})`;
}
