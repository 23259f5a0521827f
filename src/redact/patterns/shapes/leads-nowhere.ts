import { Buffer } from "node:buffer";
import { APART, BLANK, isByteOf, LOWER, SPACE, WORD } from "./char-class.ts";

/** Words that join a name and its value, or begin a group that does: see connector.ts, SENTENCE and SEPARATOR. */
const JOINING = new Set(
    "is was are has been now set changed reset updated generated value string text content contents"
        .split(" ")
        .map((word) => numberOf(Buffer.from(word), 0, word.length)),
);
/** Their first letters, as bits. */
const JOINING_LETTERS = [..."iwahbnscrugvt"].reduce((bits, letter) => bits | (1 << (letter.charCodeAt(0) & 31)), 0);
const LONGEST_JOINING = 9;
const MAX_BLANKS = 8;
/** Further behind the name than any pair or connector is looked for. */
const SETTLED = 160;
const COLON = 58;
const EQUALS = 61;
const BLANK_CODE = 32;
const QUOTE_CODE = 34;

/**
 * Whether the name is a word of a sentence, with a plain word behind it (`token bucket`, `secret from`), or stands before a char that joins
 * nothing (`key/`). Only what is sure: the long way comes to the same, and takes ten times as long. No regular expressions, no slices:
 * this is asked some thousand times per megabyte of logs.
 */
export function leadsNowhere(bytes: Uint8Array, start: number, end: number): boolean {
    if (end + SETTLED > bytes.length) return false;
    if (isByteOf(bytes, end, APART)) return true;
    if (bytes[end] === QUOTE_CODE) return isQuotedInSentence(bytes, start, end);
    let at = end;
    while (at - end <= MAX_BLANKS && isByteOf(bytes, at, BLANK)) at++;
    if (at === end || at - end > MAX_BLANKS) return false;
    const wordEnd = endOfLower(bytes, at);
    if (wordEnd === at || !endsPlainly(bytes, wordEnd) || isJoining(bytes, at, wordEnd)) return false;
    if (wordEnd - at <= LONGEST_ASKING && isPassword(bytes, start, end)) return false;
    return isMereWord(bytes, start, end) && !mayBeLater(bytes, end);
}

/** `secret "db-credentials" not found`: no word that may join, and nothing before that names it. See connector.ts, nextSign; value-before.ts. */
function isQuotedInSentence(bytes: Uint8Array, start: number, end: number): boolean {
    if (bytes[start - 1] !== QUOTE_CODE || bytes[start - 2] !== BLANK_CODE || !isByteOf(bytes, start - 3, WORD)) return false;
    if (bytes[end + 1] !== BLANK_CODE || ((QUOTED_LETTERS >>> ((bytes[end + 2] as number) & 31)) & 1) === 1) return false;
    const wordEnd = endOfLower(bytes, end + 2);
    return wordEnd > end + 2 && endsPlainly(bytes, wordEnd);
}

/** The first letters of what may join a quoted name to its value, as bits. */
const QUOTED_LETTERS = [..."iwashvcu"].reduce((bits, letter) => bits | (1 << (letter.charCodeAt(0) & 31)), 0);

/** `for`, `of`, `to`: see connector.ts, ASKED. */
const LONGEST_ASKING = 3;
const SHORTEST_PASSWORD = 8;
const LETTER_P = 112;

/** `password for bob: x`: seldom enough to take the long way. */
function isPassword(bytes: Uint8Array, start: number, end: number): boolean {
    return end - start >= SHORTEST_PASSWORD && ((bytes[start] as number) | 32) === LETTER_P;
}

function isJoining(bytes: Uint8Array, at: number, end: number): boolean {
    if (end - at > LONGEST_JOINING || ((JOINING_LETTERS >>> ((bytes[at] as number) & 31)) & 1) === 0) return false;
    return JOINING.has(numberOf(bytes, at, end));
}

/** A word of at most ten lower-case letters as a number, another for each. */
function numberOf(bytes: Uint8Array, at: number, end: number): number {
    let number = 0;
    for (let i = at; i < end; i++) number = number * 32 + ((bytes[i] as number) & 31);
    return number;
}

function endsValue(code: number): boolean {
    return code <= 32;
}

function endOfLower(bytes: Uint8Array, at: number): number {
    let end = at;
    while (isByteOf(bytes, end, LOWER)) end++;
    return end;
}

/** White space, or one sign of punctuation and white space. */
function endsPlainly(bytes: Uint8Array, at: number): boolean {
    const code = bytes[at] as number;
    return endsValue(code) || ((code === 46 || code === 44 || code === COLON) && endsValue(bytes[at + 1] ?? 0));
}

const MAX_LATER_WORDS = 7;
const LATER_VALUE = 16;

/** ` for the first login: ` and sixteen chars that may be random. */
function mayBeLater(bytes: Uint8Array, end: number): boolean {
    let at = end;
    for (let words = 0; words < MAX_LATER_WORDS && bytes[at] === BLANK_CODE; words++) {
        at = endOfLower(bytes, at + 1);
        if (bytes[at] === COLON && bytes[at + 1] === BLANK_CODE) return isLongWord(bytes, at + 2);
    }
    return false;
}

function isLongWord(bytes: Uint8Array, from: number): boolean {
    const start = bytes[from] === BLANK_CODE ? from + 1 : from;
    for (let at = start; at < start + LATER_VALUE; at++) if (isByteOf(bytes, at, SPACE)) return false;
    return true;
}

/**
 * Behind another word or a sign that opens or ends something, so neither a value nor a flag nor a member, and behind no user's name; nor
 * is it so with the word before (`API key`).
 */
function isMereWord(bytes: Uint8Array, start: number, end: number): boolean {
    if (isBehindUser(bytes, start)) return false;
    if (isBehindPlainSign(bytes, start)) return true;
    const second = wordBefore(bytes, start);
    if (second < 0) return isBehindOpener(bytes, start);
    return end - start > LONGEST_SECOND_WORD || (wordBefore(bytes, second) >= 0 && !isBehindUser(bytes, second));
}

/** Behind `*`, `(` or `, `, which join nothing to what comes; the signs that do are `:`, `=`, `>`, `;`, `<`, `-`, `&`, `$` and quotes. */
function isBehindOpener(bytes: Uint8Array, start: number): boolean {
    const at = bytes[start - 1] === BLANK_CODE ? start - 2 : start - 1;
    switch (bytes[at]) {
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
function isBehindPlainSign(bytes: Uint8Array, start: number): boolean {
    if (bytes[start - 1] !== BLANK_CODE) return false;
    const sign = bytes[start - 2];
    if (sign !== COLON && sign !== EQUALS) return false;
    return (
        isByteOf(bytes, start - 3, WORD) && (bytes[start - 3] as number) > 64 && !endsPairing((bytes[start - 3] as number) | 32)
    );
}

/** The last letters of `name`, `key`, `id`, `field`, `header`, `env`, `param`, `k`. */
function endsPairing(code: number): boolean {
    return code === 101 || code === 121 || code === 100 || code === 114 || code === 118 || code === 109 || code === 107;
}

/** See name-around.ts, SECOND_WORD. */
const LONGEST_SECOND_WORD = 6;
const LONGEST_WORD = 32;

/** Start of the word of letters and digits that stands right before `at`, one blank between, or -1. */
function wordBefore(bytes: Uint8Array, at: number): number {
    if (bytes[at - 1] !== BLANK_CODE) return -1;
    let start = at - 1;
    while (start > 0 && at - start < LONGEST_WORD && isByteOf(bytes, start - 1, WORD)) start--;
    return start === at - 1 || at - start >= LONGEST_WORD ? -1 : start;
}

const MAX_BEFORE = 80;

/** `login bob password x`: the word before the word before may end in `user`, `username` or `login`, in any case. */
function isBehindUser(bytes: Uint8Array, at: number): boolean {
    const from = Math.max(0, at - MAX_BEFORE);
    let i = at - 1;
    while (i >= from && isByteOf(bytes, i, SPACE)) i--;
    while (i >= from && !isByteOf(bytes, i, SPACE)) i--;
    while (i >= from && isByteOf(bytes, i, SPACE)) i--;
    const last = (bytes[i] ?? 0) | 32;
    const before = (bytes[i - 1] ?? 0) | 32;
    return (last === 114 && before === 101) || (last === 110 && before === 105) || (last === 101 && before === 109);
}
