import { patternRules } from "../../../redact/patterns/rules.ts";
import type { RedactionSummary, ReportRun } from "./summary.ts";

/** The nets and how often each of their rules hid something, the most first. */
export function redactionsOf({ nets = [], redactions }: ReportRun): RedactionSummary {
    const patterns = new Set(patternRules().map((rule) => rule.id));
    const netOf = (rule: string) =>
        rule === "known-value" ? "known-values" : rule === "user-pattern" || patterns.has(rule) ? "patterns" : "structure";
    const states = nets.map(({ name, on, because }) => ({ name, on, ...(because === undefined ? {} : { because }) }));
    if (redactions === undefined) return { nets: states };
    const counts = Object.entries(redactions)
        .map(([rule, count]) => ({ rule, net: netOf(rule), count }))
        .sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1));
    return { nets: states, counts };
}
