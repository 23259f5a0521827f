import { isOf, QUOTE, WORD } from "./char-class.ts";

/** A value as it stands in the text: chars [start, end) without its quotes. */
export interface Value {
    readonly start: number;
    readonly end: number;
    readonly text: string;
    readonly quoted: boolean;
    /** Just behind the value and its closing quote. */
    readonly after: number;
}

const MAX_QUOTED = 65_536;
const OPENING =
    /(?:string\(\d{1,6}\) |\(string\) (?:\(len=\d{1,6}\) )?|[bBurRfu]{1,2}(?=["'])|&?(?:password\(|(?:[A-Z][A-Za-z]{0,20}\(\s{0,80}){1,3}|\()(?=\\*["']))?(\\{0,15})(["'`])|(&quot;|&#34;|&#39;|%22)/y;
const WORDY = new Map([
    ["&quot;", "&quot;"],
    ["&#34;", "&#34;"],
    ["&#39;", "&#39;"],
    ["%22", "%22"],
]);

/**
 * The quoted value at `at`, in whatever quotes: `"`, `'`, a backtick, `\"` inside a JSON string and `\\\"` inside one in another, `&quot;`,
 * `%22`; with what a language puts before them (`b'`, `string(7) "`, `SecretStr("`). A quote that is not closed on its line holds all of it.
 */
export function readQuoted(text: string, at: number): Value | undefined {
    if (!mayOpen(text, at)) return undefined;
    OPENING.lastIndex = at;
    const match = OPENING.exec(text);
    if (match === null) return undefined;
    const start = at + match[0].length;
    const word = WORDY.get(match[3] ?? "");
    const mark = `${match[1] ?? ""}${match[2] ?? ""}`;
    if (match[2] !== undefined && text.startsWith(mark.repeat(2), start)) {
        const triple = tripled(text, start + 2 * mark.length, mark);
        if (triple !== undefined) return triple;
    }
    const end = word === undefined ? closing(text, start, match[2] ?? '"', match[1]?.length ?? 0) : worded(text, start, word);
    const tail = word ?? `${match[1] ?? ""}${match[2] ?? ""}`;
    return {
        start,
        end,
        text: text.slice(start, end),
        quoted: true,
        after: text.startsWith(tail, end) ? end + tail.length : end,
    };
}

const LONGEST_PREFIX = 10;

/** Whether a quote, or a letter or so and what OPENING has behind those, stands there: most values have none. */
function mayOpen(text: string, at: number): boolean {
    let end = at;
    while (end - at < LONGEST_PREFIX && isOf(text, end, WORD)) end++;
    return isOf(text, end, QUOTE) || "(&%".includes(text[end] ?? " ");
}

/** TOML's and Python's `"""…"""`, over lines; the newline behind the opening is no part of it. */
function tripled(text: string, at: number, quote: string): Value | undefined {
    const start = at + (/^ {0,15}\r?\n/.exec(text.slice(at, at + 18))?.[0].length ?? 0);
    const length = text.slice(start, start + MAX_QUOTED).indexOf(quote.repeat(3));
    if (length <= 0) return undefined;
    const value = text.slice(start, start + length).trimEnd();
    return { start, end: start + value.length, text: value, quoted: true, after: start + length + 3 * quote.length };
}

function worded(text: string, start: number, quote: string): number {
    const found = text.slice(start, start + MAX_QUOTED).search(new RegExp(`${quote}|\\n`));
    return found < 0 ? Math.min(text.length, start + MAX_QUOTED) : start + found;
}

/** Index of the closing quote, its backslashes included: as many as the opening one had. */
function closing(text: string, start: number, quote: string, depth: number): number {
    const limit = Math.min(text.length, start + MAX_QUOTED);
    const mark = quote.charCodeAt(0);
    let slashes = 0;
    for (let i = start; i < limit; i++) {
        const code = text.charCodeAt(i);
        if (code === 10) return i;
        if (code === 92) {
            slashes++;
            continue;
        }
        if (code === mark && closes(slashes, depth)) {
            const reopened = depth === 0 && quote === "'" ? reopenedAt(text, i + 1) : 0;
            if (reopened > 0) {
                i = reopened;
                continue;
            }
            if (!isDoubled(text, i, quote, depth)) return i - depth;
            i++;
        }
        slashes = 0;
    }
    return limit;
}

/** The last char of a shell's `\''` behind a closed quote, in JSON with more backslashes, or 0. */
function reopenedAt(text: string, at: number): number {
    let end = at;
    while (text.charCodeAt(end) === 92 && end - at < 8) end++;
    return end > at && text.startsWith("''", end) ? end + 1 : 0;
}

/** At depth 0 an even number of backslashes escape each other; deeper the quote needs just its own, or those of escaped backslashes before. */
function closes(slashes: number, depth: number): boolean {
    if (depth === 0) return slashes % 2 === 0;
    return slashes <= depth || (slashes - depth) % (2 * (depth + 1)) === 0;
}

/** `''` inside a YAML or SQL string. */
function isDoubled(text: string, at: number, quote: string, depth: number): boolean {
    return depth === 0 && quote === "'" && text[at + 1] === "'" && /[\w]/.test(text[at + 2] ?? "");
}
