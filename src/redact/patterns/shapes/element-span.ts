import type { Found } from "../pattern.ts";
import { isHarmless } from "./harmless.ts";
import { looksSecret } from "./looks-random.ts";
import type { Place } from "./place.ts";

const MAX_TEXT = 65_536;
const CDATA = /\s{0,80}<!\[CDATA\[/y;
const CONTENT = /\s{0,80}(?:<(?:\w+:)?(?:value|string|text)>\s{0,80})?(?:(?!&lt;)[^<\n]|<(?=redacted:))*/iy;
/** `<password>` in a usage text has no end. */
const NESTED = /^\s*<(?:\w+:)?(?:value|string|text)>/i;
const CLOSED = /\s{0,80}(?:<[/!]|&lt;\/|\\u003c\/)/y;

/** The text of `<password>x</password>`, on one line or between two, or in CDATA. */
export function elementSpan({ text, ended, connector, strong }: Place): Found {
    CDATA.lastIndex = connector.at;
    const inside = CDATA.test(text) ? CDATA.lastIndex : undefined;
    const end = inside === undefined ? contentEnd(text, connector.at) : endOfData(text, inside);
    if (end === undefined) return isOpen(text, connector.at, ended) ? "more" : undefined;
    const raw = text.slice(inside ?? connector.at, end);
    const value = raw.replace(NESTED, "").trim();
    if (value === "" || isHarmless(value) || !(strong || looksSecret(value))) return undefined;
    const start = (inside ?? connector.at) + raw.indexOf(value);
    return { start, end: start + value.length };
}

function endOfData(text: string, from: number): number | undefined {
    const length = text.slice(from, from + MAX_TEXT).indexOf("]]>");
    return length < 0 ? undefined : from + length;
}

function contentEnd(text: string, at: number): number | undefined {
    CONTENT.lastIndex = at;
    CONTENT.test(text);
    CLOSED.lastIndex = CONTENT.lastIndex;
    return CLOSED.test(text) ? CONTENT.lastIndex : undefined;
}

/** Nothing but one line's text up to the end of the text so far. */
function isOpen(text: string, at: number, ended: boolean): boolean {
    if (ended || text.length - at > MAX_OPEN) return false;
    CONTENT.lastIndex = at;
    CONTENT.test(text);
    return text.slice(CONTENT.lastIndex).trim() === "";
}

const MAX_OPEN = 512;
