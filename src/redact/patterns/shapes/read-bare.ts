import { standsBefore } from "../edge.ts";
import type { Value } from "./read-quoted.ts";

/** Longest value without quotes that is looked at. */
const MAX_BARE = 16_384;
const PAIR_AHEAD = /[,;&|] {0,2}"?[\w.@:-]{1,60}"?(?:[=]|: ?)/y;
const LAST_ONE = /[,;&|)\]}]*(?:\s|$|["'`\\])/y;
const ESCAPE_ENDS = /\\+(?:[nrt]|u00(?:26|3[ce]|0a)|["'`])/y;
const ENTITY_ENDS = /&(?:amp|quot|lt|gt|#3[49]);/y;

/** What stands around a value without quotes, as far as it decides where the value ends. */
export interface Around {
    /** The separator was `%3D`: `%26` ends it. */
    readonly encoded: boolean;
    /** Part of a URL or a form: `&` ends it. */
    readonly query: boolean;
}

/**
 * The value without quotes at `at`: up to white space, to what closes the structure it stands in (`}` of `{password:x}`, the quote of
 * the string around it, `, user=` of the next pair), never to a char that may be part of a password otherwise. No further than `reach`.
 */
export function readBare(text: string, at: number, around: Around, reach = MAX_BARE): Value {
    const limit = Math.min(text.length, at + reach);
    let end = at;
    while (end < limit && !endsAt(text, end, around)) end++;
    end = withoutClosers(text, at, end);
    return { start: at, end, text: text.slice(at, end), quoted: false, after: end };
}

function endsAt(text: string, at: number, around: Around): boolean {
    const code = text.charCodeAt(at);
    if (code <= 32 || code === 127) return true;
    if (code > 63 && code !== 92 && code !== 96 && code < 124) return code === 93 && isLast(text, at);
    switch (text[at]) {
        case '"':
        case "'":
        case "`":
            return standsBefore(text, text[at] ?? "", at);
        case "\\":
            return fits(ESCAPE_ENDS, text, at) && standsBefore(text, '"', at);
        case "&":
            return around.query || fits(ENTITY_ENDS, text, at) || fits(PAIR_AHEAD, text, at) || isLast(text, at);
        case ",":
        case ";":
        case "|":
            return fits(PAIR_AHEAD, text, at) || isLast(text, at);
        case ")":
        case "}":
            return isLast(text, at);
        case "%":
            return around.encoded && (text.startsWith("26", at + 1) || text.startsWith("0A", at + 1));
        case "<":
            return text[at + 1] === "/" || text.startsWith("br", at + 1);
        case "#":
            return around.query;
        default:
            return false;
    }
}

/** Whether nothing but closing chars follow up to white space, a quote or the end. */
function isLast(text: string, at: number): boolean {
    return fits(LAST_ONE, text, at);
}

function fits(pattern: RegExp, text: string, at: number): boolean {
    pattern.lastIndex = at;
    return pattern.test(text);
}

const OPENERS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{", ">": "<" };

/** Drops `.` `,` of a sentence and brackets that nothing in the value opens. */
function withoutClosers(text: string, start: number, end: number): number {
    let to = end;
    for (let i = 0; i < 4 && to > start; i++) {
        const char = text[to - 1] ?? "";
        const opener = OPENERS[char];
        if (opener !== undefined ? text.slice(start, to).includes(opener) : !",;".includes(char)) break;
        to--;
    }
    return to;
}
