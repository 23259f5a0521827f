import { lineEnd } from "../edge.ts";
import type { Found, Span } from "../pattern.ts";

const HEADER = /[|>][-+0-9]{0,2}[ \t]*(?:#[^\n]{0,200})?\r?(\n|$)/y;
const MAX_BLOCK = 40_960;

/**
 * The lines of the YAML block scalar whose header stands at `at`, hidden as one span from the first char to the last so that the first
 * line's indentation stays. `line` is where the line of its key begins. Undefined where no block scalar is.
 */
export function blockScalar(text: string, at: number, line: number, ended: boolean): Found {
    HEADER.lastIndex = at;
    const header = HEADER.exec(text);
    if (header === null) return undefined;
    const indent = indentAt(text, line);
    let next = at + header[0].length;
    let span: Span | undefined;
    while (next < text.length && next - at < MAX_BLOCK) {
        const end = lineEnd(text, next, MAX_BLOCK);
        const content = text.slice(next, end);
        if (content.trim() !== "") {
            if (indentAt(text, next) <= indent) return span ?? [];
            span = { start: span?.start ?? next + indentAt(text, next), end: next + content.trimEnd().length };
        }
        next = end + 1;
    }
    return ended || next - at >= MAX_BLOCK ? (span ?? []) : "more";
}

function indentAt(text: string, at: number): number {
    let count = 0;
    while (text[at + count] === " ") count++;
    return count;
}
