import type { RedactionCounts } from "./redacted.ts";

/** Sums what was hidden, rule by rule. */
export class Counter {
    readonly #counts = new Map<string, number>();

    add(rule: string, times = 1): void {
        this.#counts.set(rule, (this.#counts.get(rule) ?? 0) + times);
    }

    addAll(counts: RedactionCounts): void {
        for (const rule in counts) this.add(rule, counts[rule] ?? 0);
    }

    /** Rules in alphabetical order, so that two runs are equal. */
    counts(): RedactionCounts {
        return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
    }
}
