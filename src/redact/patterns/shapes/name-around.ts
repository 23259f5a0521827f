import { isOf, NAME, WORD } from "./char-class.ts";

/** An identifier in the text. */
export interface Name {
    readonly start: number;
    readonly end: number;
    readonly text: string;
}

const MAX_SIDE = 80;

/** The identifier around `at`: letters, digits, `_`, `-`, `.`; leading dashes of a flag and trailing punctuation are not part of it. */
export function nameAround(text: string, at: number): Name {
    const first = Math.max(0, at - MAX_SIDE);
    let start = at;
    while (start > first && isOf(text, start - 1, NAME)) start--;
    const last = at + MAX_SIDE;
    let end = at;
    while (end < last && isOf(text, end, NAME)) end++;
    if (start < at && text.charCodeAt(start - 1) === BACKSLASH && "ntr".includes(text[start] ?? "")) start++;
    while (start < at && isDashOrDot(text.charCodeAt(start))) start++;
    while (end > at && isDashOrDot(text.charCodeAt(end - 1))) end--;
    return { start, end, text: text.slice(start, end) };
}

const BACKSLASH = 92;

function isDashOrDot(code: number): boolean {
    return code === 45 || code === 46;
}

const SECOND_WORD = /^(?:keys?|codes?|phrase|string|str|pin|auth|word|token|secret)$/i;
const LONGEST_SECOND = 6;

/** The name and the word before it: `API key`, `recovery code`. */
export function withWordBefore(text: string, name: Name): Name | undefined {
    if (text.charCodeAt(name.start - 1) !== SPACE || name.end - name.start > LONGEST_SECOND || !SECOND_WORD.test(name.text))
        return undefined;
    const wordEnd = text.charCodeAt(name.start - 2) === SPACE ? name.start - 2 : name.start - 1;
    let start = wordEnd;
    while (name.start - start < MAX_BEFORE && isLetter(text, start - 1)) start--;
    start = Math.max(start, wordEnd - LONGEST_FIRST);
    return wordEnd - start < 2 ? undefined : { start, end: name.end, text: text.slice(start, name.end) };
}

const SPACE = 32;
const MAX_BEFORE = 22;
const LONGEST_FIRST = 20;

function isLetter(text: string, at: number): boolean {
    return isOf(text, at, WORD) && text.charCodeAt(at) > 64;
}
