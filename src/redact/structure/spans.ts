import { ExactNumber, isObject, type Json } from "../json.ts";

/** Where a value of a parsed text stands in it: [start, end), and what it was. */
export interface Span {
    readonly start: number;
    readonly end: number;
    readonly value: Json;
    /** The parts of a map, by key, or of a list, by index. */
    readonly parts?: ReadonlyMap<string, Span>;
}

/**
 * The text with only those values replaced that differ in `after`; all else stays byte for byte. `write` gives a value as the text's
 * language has it, told the source that it replaces.
 */
export function patched(text: string, root: Span, after: Json, write: (value: Json, span: Span) => string): string {
    const edits: { readonly span: Span; readonly value: Json }[] = [];
    collect(root, after, edits);
    let out = "";
    let at = 0;
    for (const { span, value } of edits.sort((a, b) => a.span.start - b.span.start)) {
        out += text.slice(at, span.start) + write(value, span);
        at = span.end;
    }
    return out + text.slice(at);
}

function collect(span: Span, after: Json, edits: { span: Span; value: Json }[]): void {
    const parts = sameShape(span, after);
    if (parts === undefined) {
        if (!same(span.value, after)) edits.push({ span, value: after });
        return;
    }
    for (const part of parts.values()) collect(part.span, part.value, edits);
}

function sameShape(span: Span, after: Json): ReadonlyMap<string, { span: Span; value: Json }> | undefined {
    const entries: readonly (readonly [string, Json])[] = Array.isArray(after)
        ? after.map((item, at) => [String(at), item] as const)
        : isObject(after)
          ? Object.entries(after)
          : [];
    const { parts } = span;
    if (parts === undefined || typeof after !== "object" || after === null || entries.length !== parts.size) return undefined;
    if (Array.isArray(after) !== Array.isArray(span.value)) return undefined;
    const pairs = new Map<string, { span: Span; value: Json }>();
    for (const [key, value] of entries) {
        const part = parts.get(key);
        if (part === undefined) return undefined;
        pairs.set(key, { span: part, value });
    }
    return pairs;
}

/** Of scalars, and of empty maps and lists. */
function same(before: Json, after: Json): boolean {
    if (before instanceof ExactNumber) {
        return after instanceof ExactNumber ? before.source === after.source : Number(before.source) === after;
    }
    if (typeof before === "object" && before !== null && typeof after === "object" && after !== null) {
        return JSON.stringify(before) === JSON.stringify(after);
    }
    return Object.is(before, after);
}
