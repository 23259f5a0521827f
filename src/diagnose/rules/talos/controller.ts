import type { Facts } from "../../facts/facts.ts";
import { machineRef } from "../../facts/kube-object.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { Finding, Rule } from "../../rule.ts";
import { onEachMachine } from "./on-each-machine.ts";
import { isRecent, saidLines } from "./said.ts";
import { words } from "./sentence.ts";
import { talosctl } from "./talosctl.ts";

const SEVERAL = 3;
const MOST_NAMED = 5;

/** Talos' own controllers that fail again and again: a remark that says where to look on, for what they fail at is judged by other rules. */
export const controller: Rule = {
    id: "talos.controller",
    layer: "talos",
    title: "Controller of Talos fails again and again",
    means: "Talos brings the machine to its configuration by small controllers. One of them fails and tries again; its error tells what it cannot do.",
    fix: "Mend what the error names. Many such errors at the start of a machine are ordinary and go away.",
    source: "cosi-project/runtime pkg/controller/runtime/internal/controllerstate",
    reads: ["machine"],
    check: onEachMachine(failingControllers),
};

function* failingControllers(machine: MachineFacts, facts: Facts): Iterable<Finding> {
    const lines = saidLines(
        machine,
        /controller failed.*?"controller":\s*"([^"]+)".*?"error":\s*"((?:[^"\\]|\\.)*)"/,
        "controller-runtime",
        "dmesg",
    );
    const recent = lines.filter((line) => isRecent(facts, line));
    const byController = Map.groupBy(recent, (line) => line.match[1] ?? "");
    const often = [...byController]
        .filter(([, own]) => own.length >= SEVERAL)
        .sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
    for (const [name, own] of often.slice(0, MOST_NAMED)) {
        const [last] = own;
        if (last === undefined) continue;
        yield {
            severity: "info",
            role: "symptom",
            subject: machineRef(facts.cluster, machine.node),
            says: `Machine ${machine.node}: controller ${name} failed ${own.length} times, last with: ${words(last.match[2] ?? "")}`,
            hint: talosctl(machine, "logs controller-runtime"),
            evidence: [last.shows],
        };
    }
}
