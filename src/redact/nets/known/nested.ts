/** Where a value stands in a text, and how many of its bytes. */
export interface NestedSpan {
    readonly start: number;
    readonly end: number;
    readonly matched: number;
}

/** A part of a value, `core`, that all escapings leave as it is, and where that stands in a text. */
export interface CoreFound {
    readonly coreAt: number;
    readonly coreLength: number;
    readonly start: number;
}

const BACKSLASH = 92;
const AMPERSAND = 38;
const SEMICOLON = 59;
const LETTER_U = 117;
/** Escapes of escapes double with each: six deep. */
const MAX_RUN = 64;
/** The chars that XML and HTML write as entities, twice over too; `u0026` is the `&` of one inside JSON as Go writes it. */
const ENTITIES: ReadonlyMap<number, readonly Uint8Array[]> = new Map(
    Object.entries({
        "&": ["amp", "#38", "#x26"],
        "<": ["lt", "#60", "#x3c", "#x3C"],
        ">": ["gt", "#62", "#x3e", "#x3E"],
        '"': ["quot", "#34", "#x22"],
        "'": ["apos", "#39", "#x27", "#039"],
    }).map(([char, names]) => [
        char.charCodeAt(0),
        names
            .flatMap((name) => [`&${name};`, `&amp;${name};`, `u0026${name};`, `u0026amp;${name};`])
            .map((text) => Uint8Array.from(text, codeOf)),
    ]),
);
/** Letters that stand behind a backslash for these. */
const CONTROL_LETTERS: ReadonlyMap<number, number> = new Map([..."\nn\tt\rr"].map(codeOf).flatMap(inPairs));

function codeOf(char: string): number {
    return char.charCodeAt(0);
}

function inPairs(code: number, at: number, codes: readonly number[]): readonly (readonly [number, number])[] {
    return at % 2 === 0 ? [[code, codes[at + 1] as number]] : [];
}

/**
 * As much of the value as stands around its core, through any escaping inside any other: of JSON, XML, YAML and shells. Backslashes count for
 * nothing on either side, several quotes (`''`, `'\''`) for one, an entity or \u0026 for its char. Linear in what it gives.
 */
export function nestedAround(text: Uint8Array, value: Uint8Array, { coreAt, coreLength, start }: CoreFound): NestedSpan {
    const before = backwards(text, value, start, coreAt);
    const after = forwards(text, value, start + coreLength, coreAt + coreLength);
    return { start: before.at, end: after.at, matched: after.index - before.index };
}

/** How far text and value are alike: the place in the one and the index into the other. */
interface Reached {
    readonly at: number;
    readonly index: number;
}

function forwards(text: Uint8Array, value: Uint8Array, from: number, start: number): Reached {
    let at = from;
    let index = start;
    let last = -1;
    for (let i = start; i < value.length; i++) {
        const wanted = value[i] as number;
        if (wanted === BACKSLASH || (wanted === last && isQuote(wanted))) {
            if (i === value.length - 1) index = value.length;
            continue;
        }
        const stands = text[at] === wanted && wanted !== AMPERSAND && !isQuote(last);
        const behind = stands ? at : behindEscapes(text, at, last, wanted);
        const length = stands ? 1 : lengthAt(text, behind, wanted);
        if (length === 0) break;
        at = behind + length;
        index = i + 1;
        last = wanted;
    }
    return { at, index };
}

function backwards(text: Uint8Array, value: Uint8Array, from: number, start: number): Reached {
    let at = from;
    let index = start;
    let last = -1;
    for (let i = start - 1; i >= 0; i--) {
        const wanted = value[i] as number;
        if (wanted === BACKSLASH || (wanted === last && isQuote(wanted))) {
            if (i === 0) index = 0;
            continue;
        }
        const stands = text[at - 1] === wanted && !isQuote(last);
        const behind = stands ? at : beforeEscapes(text, at, last, wanted);
        const length = stands ? 1 : lengthBefore(text, behind, wanted);
        if (length === 0) break;
        at = behind - length;
        index = i;
        last = wanted;
    }
    // What escapes the value's first char goes with it, or a backslash would be left before the token.
    return index === 0 && !isPlain(value[0] as number) ? { at: beforeEscapes(text, at, -1, 0), index: 0 } : { at, index };
}

/** Behind backslashes, and quotes such as the one that stood before: none of them stands for a char of its own. */
function behindEscapes(text: Uint8Array, from: number, last: number, wanted: number): number {
    const quote = isQuote(last) && last !== wanted ? last : -1;
    let at = from;
    while (at - from < MAX_RUN) {
        const length = text[at] === BACKSLASH ? 1 : quote < 0 ? 0 : lengthAt(text, at, quote);
        if (length === 0) break;
        at += length;
    }
    return at;
}

function beforeEscapes(text: Uint8Array, from: number, last: number, wanted: number): number {
    const quote = isQuote(last) && last !== wanted ? last : -1;
    let at = from;
    while (from - at < MAX_RUN) {
        const length = text[at - 1] === BACKSLASH ? 1 : quote < 0 ? 0 : lengthBefore(text, at, quote);
        if (length === 0) break;
        at -= length;
    }
    return at;
}

function isQuote(code: number): boolean {
    return code === 34 || code === 39;
}

/** A char that no escaping changes. */
export function isPlain(code: number): boolean {
    return (
        (code >= 48 && code <= 57) ||
        (code >= 64 && code <= 90) ||
        (code >= 97 && code <= 122) ||
        code === 95 ||
        code === 37 ||
        code === 43 ||
        code === 61 ||
        code === 58 ||
        (code >= 44 && code <= 46)
    );
}

/** Bytes at `at` that stand for the char: 0 where it is another. */
function lengthAt(text: Uint8Array, at: number, wanted: number): number {
    if (text[at] === wanted && !startsEntity(text, at, wanted)) return 1;
    if (text[at - 1] === BACKSLASH) {
        if (text[at] === CONTROL_LETTERS.get(wanted)) return 1;
        if (text[at] === LETTER_U && fourHex(text, at + 1) === wanted && entityAt(text, at, wanted) === 0) return 5;
    }
    return entityAt(text, at, wanted);
}

function startsEntity(text: Uint8Array, at: number, wanted: number): boolean {
    return wanted === AMPERSAND && entityAt(text, at, wanted) > 0;
}

function entityAt(text: Uint8Array, at: number, wanted: number): number {
    return ENTITIES.get(wanted)?.find((entity) => stands(text, at, entity))?.length ?? 0;
}

/** Bytes right before `at` that stand for the char. */
function lengthBefore(text: Uint8Array, at: number, wanted: number): number {
    if (text[at - 1] === SEMICOLON && wanted !== SEMICOLON)
        return ENTITIES.get(wanted)?.find((entity) => stands(text, at - entity.length, entity))?.length ?? 0;
    if (text[at - 1] === wanted) return 1;
    if (text[at - 2] === BACKSLASH && text[at - 1] === CONTROL_LETTERS.get(wanted)) return 1;
    return text[at - 6] === BACKSLASH && text[at - 5] === LETTER_U && fourHex(text, at - 4) === wanted ? 5 : 0;
}

function stands(text: Uint8Array, at: number, wanted: Uint8Array): boolean {
    if (at < 0) return false;
    for (let i = 0; i < wanted.length; i++) if (text[at + i] !== wanted[i]) return false;
    return true;
}

/** The number that four hex digits write, or -1. */
function fourHex(text: Uint8Array, at: number): number {
    let number = 0;
    for (let i = at; i < at + 4; i++) {
        const code = (text[i] ?? 0) | 32;
        const digit = code >= 48 && code <= 57 ? code - 48 : code >= 97 && code <= 102 ? code - 87 : -1;
        if (digit < 0) return -1;
        number = number * 16 + digit;
    }
    return number;
}
