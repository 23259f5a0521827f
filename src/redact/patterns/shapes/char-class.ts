/** Kinds of chars below 256, as bits; read from a table, for what is asked some thousand times per megabyte of logs. */
export const LOWER = 1;
/** Letters and digits. */
export const WORD = 2;
/** What identifiers are made of: letters, digits, `_`, `-`, `.`. */
export const NAME = 4;
/** Space and tab. */
export const BLANK = 8;
/** \s of a regular expression. */
export const SPACE = 16;
/** Quotes, and the backslash that may stand before one. */
export const QUOTE = 32;
/** What behind a name joins it to nothing. */
export const APART = 64;

const KINDS: readonly (readonly [number, RegExp])[] = [
    [LOWER, /[a-z]/],
    [WORD, /[A-Za-z0-9]/],
    [NAME, /[A-Za-z0-9_.-]/],
    [BLANK, /[ \t]/],
    [SPACE, /\s/],
    [QUOTE, /["'`\\]/],
    [APART, /[/+@;.|*~^!?{]/],
];

const TABLE = Uint8Array.from({ length: 256 }, (_, code) =>
    KINDS.reduce((bits, [bit, kind]) => bits | (kind.test(String.fromCharCode(code)) ? bit : 0), 0),
);

/** Whether the char at `at` is of one of these kinds; outside of the text none is. The mask keeps NaN out of V8's fast way. */
export function isOf(text: string, at: number, kinds: number): boolean {
    return ((TABLE[text.charCodeAt(at) & 0xff] as number) & kinds) !== 0;
}

/** The same of bytes, several times as fast. */
export function isByteOf(bytes: Uint8Array, at: number, kinds: number): boolean {
    return ((TABLE[bytes[at] ?? 0] as number) & kinds) !== 0;
}
