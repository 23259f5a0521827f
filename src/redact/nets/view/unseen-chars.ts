import type { Buffer } from "node:buffer";

const SOFT_HYPHEN = 0xc2;
const GENERAL = 0xe2;
const WIDE_OR_MARK = 0xef;
/** Last bytes of the full-width quotes and backslash: to the formats around them they are chars like others. */
const QUOTES: ReadonlySet<number> = new Set([0x82, 0x87, 0xbc]);

/**
 * UTF-8 chars that nobody sees: soft hyphen, U+200B to U+200F, word joiner, byte order mark. They stand in texts that were copied out of
 * chats and documents, in the middle of names and values too.
 */
export function unseenCuts(bytes: Buffer, cuts: number[]): void {
    for (let at = bytes.indexOf(SOFT_HYPHEN); at >= 0; at = bytes.indexOf(SOFT_HYPHEN, at + 1))
        if (bytes[at + 1] === 0xad) cuts.push(at, at + 2);
    for (let at = bytes.indexOf(GENERAL); at >= 0; at = bytes.indexOf(GENERAL, at + 1)) {
        const [second, third = 0] = [bytes[at + 1], bytes[at + 2]];
        if ((second === 0x80 && third >= 0x8b && third <= 0x8f) || (second === 0x81 && third === 0xa0)) cuts.push(at, at + 3);
    }
    for (let at = bytes.indexOf(WIDE_OR_MARK); at >= 0; at = bytes.indexOf(WIDE_OR_MARK, at + 1))
        if (bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) cuts.push(at, at + 3);
}

/** Full-width forms, U+FF01 to U+FF5E without quotes and backslash: read as the ASCII char that they are. Tells where one begins, and that char. */
export function fullWidthChars(bytes: Buffer, tell: (at: number, ascii: number) => void): void {
    for (let at = bytes.indexOf(WIDE_OR_MARK); at >= 0; at = bytes.indexOf(WIDE_OR_MARK, at + 1)) {
        const third = bytes[at + 2] ?? 0;
        if (bytes[at + 1] === 0xbc && third >= 0x81 && third <= 0xbf && !QUOTES.has(third)) tell(at, third - 0x60);
        else if (bytes[at + 1] === 0xbd && third >= 0x80 && third <= 0x9e) tell(at, third - 0x20);
    }
}

/** Behind the full-width char whose first byte is the one before `end`; otherwise `end`. */
export function behindFullWidth(bytes: Buffer, end: number): number {
    const second = bytes[end];
    return bytes[end - 1] === WIDE_OR_MARK && (second === 0xbc || second === 0xbd) ? end + 2 : end;
}
