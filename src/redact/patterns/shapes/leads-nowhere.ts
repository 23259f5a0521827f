import { NEVER_NEXT } from "./connector.ts";
import type { Name } from "./name-around.ts";

/** Words that join a name and its value, or begin a group that does: see connector.ts, SENTENCE and SEPARATOR. */
const JOINING = new Set(
    "is was are has been now set changed reset updated generated value string text content contents".split(" "),
);
const LONGEST_JOINING = 9;
const MAX_BLANKS = 8;
/** Further behind the name than any pair or connector is looked for. */
const SETTLED = 160;

/**
 * Whether the name is a word of a sentence, with a plain word behind it (`token bucket`, `secret from`), or stands before a char that joins
 * nothing (`key/`). Only what is sure: the long way comes to the same, and takes ten times as long. No regular expressions, no slices:
 * this is asked some thousand times per megabyte of logs.
 */
export function leadsNowhere(text: string, { start, end }: Name): boolean {
    if (end + SETTLED > text.length) return false;
    if (NEVER_NEXT.includes(text[end] ?? "")) return true;
    let at = end;
    while (at - end <= MAX_BLANKS && isBlank(text.charCodeAt(at))) at++;
    if (at === end || at - end > MAX_BLANKS) return false;
    const wordEnd = endOfLower(text, at);
    if (wordEnd === at || !endsPlainly(text, wordEnd)) return false;
    if (wordEnd - at <= LONGEST_JOINING && JOINING.has(text.slice(at, wordEnd))) return false;
    return !mayBeLater(text, end) && isMereWord(text, start, end);
}

function isBlank(code: number): boolean {
    return code === 32 || code === 9;
}

function isSpace(code: number): boolean {
    return code === 32 || (code >= 9 && code <= 13) || code === 160;
}

function endsValue(code: number): boolean {
    return code <= 32;
}

function isLower(code: number): boolean {
    return code >= 97 && code <= 122;
}

function endOfLower(text: string, at: number): number {
    let end = at;
    while (isLower(text.charCodeAt(end))) end++;
    return end;
}

/** White space, or one sign of punctuation and white space. */
function endsPlainly(text: string, at: number): boolean {
    return endsValue(text.charCodeAt(at)) || (".,:".includes(text[at] ?? "") && endsValue(text.charCodeAt(at + 1)));
}

const MAX_LATER_WORDS = 7;
const LATER_VALUE = 16;

/** ` for the first login: ` and sixteen chars that may be random. */
function mayBeLater(text: string, end: number): boolean {
    let at = end;
    for (let words = 0; words < MAX_LATER_WORDS && text.charCodeAt(at) === 32; words++) {
        at = endOfLower(text, at + 1);
        if (text.charCodeAt(at) === 58 && text.charCodeAt(at + 1) === 32) return isLongWord(text, at + 2);
    }
    return false;
}

function isLongWord(text: string, from: number): boolean {
    const start = text.charCodeAt(from) === 32 ? from + 1 : from;
    for (let at = start; at < start + LATER_VALUE; at++) if (isSpace(text.charCodeAt(at))) return false;
    return true;
}

/** Behind another word, so neither a value nor a flag nor a member, and behind no user's name; nor is it so with the word before (`API key`). */
function isMereWord(text: string, start: number, end: number): boolean {
    if (isBehindUser(text, start)) return false;
    if (isBehindPlainSign(text, start)) return true;
    const second = wordBefore(text, start);
    if (second < 0) return false;
    return end - start > LONGEST_SECOND_WORD || (wordBefore(text, second) >= 0 && !isBehindUser(text, second));
}

/** Behind `auth: `, but not behind `name: `, which may pair with a value to come: see connector.ts, BEFORE_PAIR. */
function isBehindPlainSign(text: string, start: number): boolean {
    if (text.charCodeAt(start - 1) !== 32 || !":=".includes(text[start - 2] ?? "")) return false;
    const last = text.charCodeAt(start - 3) | 32;
    return isLower(last) && !"eydrvmk".includes(String.fromCharCode(last));
}

/** See name-around.ts, SECOND_WORD. */
const LONGEST_SECOND_WORD = 6;

/** Start of the word of letters and digits that stands right before `at`, one blank between, or -1. */
function wordBefore(text: string, at: number): number {
    if (text.charCodeAt(at - 1) !== 32) return -1;
    let start = at - 1;
    while (start > 0 && at - start < LONGEST_WORD && isLetterOrDigit(text.charCodeAt(start - 1))) start--;
    return start === at - 1 || at - start >= LONGEST_WORD ? -1 : start;
}

const LONGEST_WORD = 32;

function isLetterOrDigit(code: number): boolean {
    return isLower(code | 32) || (code >= 48 && code <= 57);
}

const MAX_BEFORE = 80;

/** `login bob password x`: the word before the word before may end in `user`, `username` or `login`, in any case. */
function isBehindUser(text: string, at: number): boolean {
    let i = at - 1;
    while (i >= 0 && at - i < MAX_BEFORE && isSpace(text.charCodeAt(i))) i--;
    while (i >= 0 && at - i < MAX_BEFORE && !isSpace(text.charCodeAt(i))) i--;
    while (i >= 0 && at - i < MAX_BEFORE && isSpace(text.charCodeAt(i))) i--;
    const last = text.charCodeAt(i) | 32;
    const before = text.charCodeAt(i - 1) | 32;
    return (last === 114 && before === 101) || (last === 110 && before === 105) || (last === 101 && before === 109);
}
