import { APART, BLANK, isOf, LOWER, SPACE, WORD } from "./char-class.ts";
import type { Name } from "./name-around.ts";

/** Words that join a name and its value, or begin a group that does: see connector.ts, SENTENCE and SEPARATOR. */
const JOINING = new Set(
    "is was are has been now set changed reset updated generated value string text content contents".split(" "),
);
/** Their first letters, as bits. */
const JOINING_LETTERS = [...JOINING].reduce((bits, word) => bits | (1 << (word.charCodeAt(0) & 31)), 0);
const LONGEST_JOINING = 9;
const MAX_BLANKS = 8;
/** Further behind the name than any pair or connector is looked for. */
const SETTLED = 160;
const COLON = 58;
const EQUALS = 61;
const BLANK_CODE = 32;

/**
 * Whether the name is a word of a sentence, with a plain word behind it (`token bucket`, `secret from`), or stands before a char that joins
 * nothing (`key/`). Only what is sure: the long way comes to the same, and takes ten times as long. No regular expressions, no slices:
 * this is asked some thousand times per megabyte of logs.
 */
export function leadsNowhere(text: string, { start, end }: Name): boolean {
    if (end + SETTLED > text.length) return false;
    if (isOf(text, end, APART)) return true;
    let at = end;
    while (at - end <= MAX_BLANKS && isOf(text, at, BLANK)) at++;
    if (at === end || at - end > MAX_BLANKS) return false;
    const wordEnd = endOfLower(text, at);
    if (wordEnd === at || !endsPlainly(text, wordEnd) || isJoining(text, at, wordEnd)) return false;
    return isMereWord(text, start, end) && !mayBeLater(text, end);
}

function isJoining(text: string, at: number, end: number): boolean {
    if (end - at > LONGEST_JOINING || ((JOINING_LETTERS >>> (text.charCodeAt(at) & 31)) & 1) === 0) return false;
    return JOINING.has(text.slice(at, end));
}

function endsValue(code: number): boolean {
    return code <= 32;
}

function endOfLower(text: string, at: number): number {
    let end = at;
    while (isOf(text, end, LOWER)) end++;
    return end;
}

/** White space, or one sign of punctuation and white space. */
function endsPlainly(text: string, at: number): boolean {
    const code = text.charCodeAt(at);
    return endsValue(code) || ((code === 46 || code === 44 || code === COLON) && endsValue(text.charCodeAt(at + 1)));
}

const MAX_LATER_WORDS = 7;
const LATER_VALUE = 16;

/** ` for the first login: ` and sixteen chars that may be random. */
function mayBeLater(text: string, end: number): boolean {
    let at = end;
    for (let words = 0; words < MAX_LATER_WORDS && text.charCodeAt(at) === BLANK_CODE; words++) {
        at = endOfLower(text, at + 1);
        if (text.charCodeAt(at) === COLON && text.charCodeAt(at + 1) === BLANK_CODE) return isLongWord(text, at + 2);
    }
    return false;
}

function isLongWord(text: string, from: number): boolean {
    const start = text.charCodeAt(from) === BLANK_CODE ? from + 1 : from;
    for (let at = start; at < start + LATER_VALUE; at++) if (isOf(text, at, SPACE)) return false;
    return true;
}

/**
 * Behind another word or a sign that opens or ends something, so neither a value nor a flag nor a member, and behind no user's name; nor
 * is it so with the word before (`API key`).
 */
function isMereWord(text: string, start: number, end: number): boolean {
    if (isBehindUser(text, start)) return false;
    if (isBehindPlainSign(text, start)) return true;
    const second = wordBefore(text, start);
    if (second < 0) return isBehindOpener(text, start);
    return end - start > LONGEST_SECOND_WORD || (wordBefore(text, second) >= 0 && !isBehindUser(text, second));
}

/** Behind `*`, `(` or `, `, which join nothing to what comes; the signs that do are `:`, `=`, `>`, `;`, `<`, `-`, `&`, `$` and quotes. */
function isBehindOpener(text: string, start: number): boolean {
    const at = text.charCodeAt(start - 1) === BLANK_CODE ? start - 2 : start - 1;
    switch (text.charCodeAt(at)) {
        case 33: // !
        case 40: // (
        case 41: // )
        case 42: // *
        case 44: // ,
        case 46: // .
        case 47: // /
        case 91: // [
        case 93: // ]
        case 125: // }
            return true;
        default:
            return false;
    }
}

/** Behind `auth: `, but not behind `name: `, which may pair with a value to come: see connector.ts, BEFORE_PAIR. */
function isBehindPlainSign(text: string, start: number): boolean {
    if (text.charCodeAt(start - 1) !== BLANK_CODE) return false;
    const sign = text.charCodeAt(start - 2);
    if (sign !== COLON && sign !== EQUALS) return false;
    return isOf(text, start - 3, WORD) && text.charCodeAt(start - 3) > 64 && !endsPairing(text.charCodeAt(start - 3) | 32);
}

/** The last letters of `name`, `key`, `id`, `field`, `header`, `env`, `param`, `k`. */
function endsPairing(code: number): boolean {
    return code === 101 || code === 121 || code === 100 || code === 114 || code === 118 || code === 109 || code === 107;
}

/** See name-around.ts, SECOND_WORD. */
const LONGEST_SECOND_WORD = 6;
const LONGEST_WORD = 32;

/** Start of the word of letters and digits that stands right before `at`, one blank between, or -1. */
function wordBefore(text: string, at: number): number {
    if (text.charCodeAt(at - 1) !== BLANK_CODE) return -1;
    let start = at - 1;
    while (start > 0 && at - start < LONGEST_WORD && isOf(text, start - 1, WORD)) start--;
    return start === at - 1 || at - start >= LONGEST_WORD ? -1 : start;
}

const MAX_BEFORE = 80;

/** `login bob password x`: the word before the word before may end in `user`, `username` or `login`, in any case. */
function isBehindUser(text: string, at: number): boolean {
    const from = Math.max(0, at - MAX_BEFORE);
    let i = at - 1;
    while (i >= from && isOf(text, i, SPACE)) i--;
    while (i >= from && !isOf(text, i, SPACE)) i--;
    while (i >= from && isOf(text, i, SPACE)) i--;
    const last = text.charCodeAt(i) | 32;
    const before = text.charCodeAt(i - 1) | 32;
    return (last === 114 && before === 101) || (last === 110 && before === 105) || (last === 101 && before === 109);
}
