import { isByteOf, isOf, NAME, WORD } from "./char-class.ts";

/** An identifier in the text. */
export interface Name {
    readonly start: number;
    readonly end: number;
    readonly text: string;
}

const MAX_SIDE = 80;
const BACKSLASH = 92;

/** Where the identifier around `at` begins: letters, digits, `_`, `-`, `.`; leading dashes of a flag are not part of it. */
export function nameStart(bytes: Uint8Array, at: number): number {
    const first = Math.max(0, at - MAX_SIDE);
    let start = at;
    while (start > first && isByteOf(bytes, start - 1, NAME)) start--;
    if (start < at && bytes[start - 1] === BACKSLASH && isEscaped(bytes[start])) start++;
    while (start < at && isDashOrDot(bytes[start])) start++;
    return start;
}

/** Where it ends; trailing punctuation is not part of it. */
export function nameEnd(bytes: Uint8Array, at: number): number {
    const last = at + MAX_SIDE;
    let end = at;
    while (end < last && isByteOf(bytes, end, NAME)) end++;
    while (end > at && isDashOrDot(bytes[end - 1])) end--;
    return end;
}

/** Whether the name does not end here, so that nothing can join it to a value: see nameEnd. */
export function isInRun(bytes: Uint8Array, at: number, end: number): boolean {
    return end === at + MAX_SIDE && isByteOf(bytes, end, WORD);
}

/** The last letter of `\n`, `\t`, `\r`. */
function isEscaped(code: number | undefined): boolean {
    return code === 110 || code === 116 || code === 114;
}

function isDashOrDot(code: number | undefined): boolean {
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
