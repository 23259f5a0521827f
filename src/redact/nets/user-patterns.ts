import { RE2JS } from "re2js";
import type { Hit } from "./cover.ts";

/** The user's own patterns, by RE2: linear in the text whatever they say. A first group, where there is one, is what is hidden. */
export function userPatterns(patterns: readonly string[]): (text: string) => readonly Hit[] {
    const compiled = patterns.map((pattern) => RE2JS.compile(pattern));
    return (text) => compiled.flatMap((pattern) => (pattern.test(text) ? lineHits(pattern, text) : []));
}

/** Line by line: `test` is fast, finding the exact place is not, and is done where it pays only. */
function lineHits(pattern: RE2JS, text: string): readonly Hit[] {
    const hits: Hit[] = [];
    for (let start = 0; start < text.length; ) {
        const newline = text.indexOf("\n", start);
        const end = newline < 0 ? text.length : newline;
        const line = text.slice(start, end);
        if (pattern.test(line)) hits.push(...hitsIn(pattern, line, start));
        start = end + 1;
    }
    return hits;
}

function hitsIn(pattern: RE2JS, line: string, offset: number): readonly Hit[] {
    const hits: Hit[] = [];
    const matcher = pattern.matcher(line);
    while (matcher.find()) {
        const group = matcher.groupCount() > 0 && matcher.start(1) >= 0 ? 1 : 0;
        if (matcher.end(group) > matcher.start(group)) {
            hits.push({ start: offset + matcher.start(group), end: offset + matcher.end(group), rule: "user-pattern" });
        }
    }
    return hits;
}
