import type { PatternRule } from "./pattern.ts";

const REACH = 120;

/** A format whose fixed chars stand in the middle or at the end: matched against the run of its chars around the anchor, 120 to each side. */
export function aroundAnchor(
    id: string,
    anchors: readonly string[],
    isPart: (code: number) => boolean,
    format: RegExp,
): PatternRule {
    return {
        id,
        anchors,
        match(text, at) {
            let start = at;
            while (start > 0 && at - start < REACH && isPart(text.charCodeAt(start - 1))) start--;
            let end = at;
            while (end < text.length && end - at < REACH && isPart(text.charCodeAt(end))) end++;
            const match = format.exec(text.slice(start, end));
            return match === null ? undefined : { start: start + match.index, end: start + match.index + match[0].length };
        },
    };
}
