import type { Found, Span } from "../pattern.ts";
import { isHarmless } from "./harmless.ts";
import { looksSecret } from "./looks-random.ts";
import { type Place, spanOf } from "./place.ts";
import { readQuoted, type Value } from "./read-quoted.ts";

const MAX_ITEMS = 100;

/** `["a", "b"]`, over lines too, and Go's `[a b]`. */
export function listSpans({ text, connector, strong, ended }: Place): Found {
    const masked = /^\[([^\]\n"']{0,40})\]/.exec(text.slice(connector.at, connector.at + 44))?.[1];
    if (masked !== undefined && isHarmless(masked)) return undefined;
    const spans: Span[] = [];
    let at = connector.at + 1;
    for (let count = 0; count < MAX_ITEMS; count++) {
        while (at < text.length && ", \t\r\n".includes(text[at] ?? "")) at++;
        if (at >= text.length && !ended) return "more";
        const value = readQuoted(text, at) ?? bareItem(text, at);
        if (value.end === value.start) break;
        if (!isHarmless(value.text) && (strong || looksSecret(value.text))) spans.push(spanOf(value));
        at = value.after;
        if (text[at] === "]") break;
    }
    return spans.length === 0 ? undefined : spans;
}

function bareItem(text: string, at: number): Value {
    const item = /^[^\s,\]"'`{}<>[]*/.exec(text.slice(at, at + 4096))?.[0] ?? "";
    return { start: at, end: at + item.length, text: item, quoted: false, after: at + item.length };
}
