/** What is to be hidden and by which rule. */
export interface Hit {
    readonly start: number;
    readonly end: number;
    readonly rule: string;
    /** See Span.quote. */
    readonly quote?: string;
    /** The token, where the hit already knows it: a known value does. */
    readonly token?: string;
}

/**
 * Hits in order, overlapping ones made one. The union takes the token of a known value if one is in it (which credential it is says more
 * than what kind), and the rule of its longest part.
 */
export function cover(hits: readonly Hit[]): readonly Hit[] {
    const sorted = [...hits].sort((a, b) => a.start - b.start || b.end - a.end || order(a) - order(b));
    const covered: Hit[] = [];
    let longest = 0;
    for (const hit of sorted) {
        const last = covered.at(-1);
        if (last === undefined || hit.start >= last.end) {
            covered.push(hit);
            longest = hit.end - hit.start;
            continue;
        }
        const token = last.token ?? hit.token;
        const leads = hit.end - hit.start > longest;
        longest = Math.max(longest, hit.end - hit.start);
        covered[covered.length - 1] = {
            start: last.start,
            end: Math.max(last.end, hit.end),
            rule: token !== undefined ? "known-value" : leads ? hit.rule : last.rule,
            ...(token === undefined ? {} : { token }),
            ...(last.quote !== undefined && hit.end <= last.end ? { quote: last.quote } : {}),
        };
    }
    return covered;
}

function order(hit: Hit): number {
    return hit.token === undefined ? 1 : 0;
}
