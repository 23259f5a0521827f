import { isByteOf, LOWER, SPACE } from "./char-class.ts";

const BLANK_CODE = 32;
const QUOTE_CODE = 34;
const DASH = 45;
const COLON = 58;
const EQUALS = 61;

/** Shorter than what looksSecret may take for one: see looks-random.ts. */
const LONGEST_BARE = 11;
const LONGEST_PART = 13;
const LONGEST_QUOTED = 31;

/**
 * Whether what stands behind a name is a word of lower-case letters, of which no name that leaves its values open makes a secret:
 * `"db-credentials": secret …`, `secret "db-credentials" …`. Only what is sure: the long way comes to the same.
 */
export function isPlainBehind(bytes: Uint8Array, start: number, end: number): boolean {
    if (bytes[end] === QUOTE_CODE && bytes[end + 1] === COLON && bytes[end + 2] === BLANK_CODE) return isBareWord(bytes, end + 3);
    if (bytes[end] !== BLANK_CODE || bytes[end + 1] !== QUOTE_CODE || bytes[start - 1] !== BLANK_CODE) return false;
    return isQuotedWords(bytes, end + 2);
}

/** A word and a blank; `string = "x"` is a type, and the value behind it. */
function isBareWord(bytes: Uint8Array, at: number): boolean {
    const end = endOfLower(bytes, at);
    return (
        end > at &&
        end - at <= LONGEST_BARE &&
        bytes[end] === BLANK_CODE &&
        !isByteOf(bytes, end + 1, SPACE) &&
        bytes[end + 1] !== EQUALS
    );
}

/** `"msp"`, `"db-credentials"`, and words behind it. */
function isQuotedWords(bytes: Uint8Array, from: number): boolean {
    let end = from;
    for (let at = from; end - from <= LONGEST_QUOTED; at = end + 1) {
        end = endOfLower(bytes, at);
        if (end === at || end - at > LONGEST_PART) return false;
        if (bytes[end] !== DASH) break;
    }
    return (
        end - from <= LONGEST_QUOTED &&
        bytes[end] === QUOTE_CODE &&
        bytes[end + 1] === BLANK_CODE &&
        isByteOf(bytes, end + 2, LOWER)
    );
}

function endOfLower(bytes: Uint8Array, at: number): number {
    let end = at;
    while (isByteOf(bytes, end, LOWER)) end++;
    return end;
}
