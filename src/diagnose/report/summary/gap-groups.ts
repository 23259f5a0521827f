import type { Gap } from "../../../core/gap.ts";
import { scopeTitle } from "../../../core/scope.ts";
import { clipped, within } from "../wording.ts";
import type { GapGroup } from "./summary.ts";

const MOST_ITEMS = 40;
const MOST_HINTS = 12;

/** Gaps by the reason why they are there, the reason with the most first. */
export function gapGroups(gaps: readonly Gap[]): GapGroup[] {
    const byCode = new Map<string, Gap[]>();
    for (const gap of gaps) byCode.set(gap.problem.code, [...(byCode.get(gap.problem.code) ?? []), gap]);
    return [...byCode]
        .map(([code, group]) => groupOf(code, group))
        .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

function groupOf(code: string, gaps: readonly Gap[]): GapGroup {
    const items = gaps.map((gap) => ({
        about: clipped(`${within(gap.about.cluster)}${scopeTitle(gap.about)}`, 200),
        message: clipped(gap.problem.message, 400),
        partial: gap.partial === true,
    }));
    const distinct = [...new Map(items.map((item) => [`${item.about}\n${item.message}`, item])).values()];
    const hints = gaps.flatMap(({ problem: { hint } }) => (hint === undefined ? [] : [clipped(hint, 400)]));
    return { code, count: gaps.length, items: distinct.slice(0, MOST_ITEMS), hints: [...new Set(hints)].slice(0, MOST_HINTS) };
}
