/** JSON without its managedFields, which can be half of it; `fields`: how many were cut out. */
export interface Stripped {
    readonly bytes: Uint8Array;
    readonly fields: number;
}

const FIELD = Buffer.from('"managedFields":[');
const QUOTE = 34;
const BACKSLASH = 92;
const OPEN = 91;
const CLOSE = 93;

/**
 * Puts a number in place of every `"managedFields":[…]` before JSON is parsed. Whether it was that of an object's metadata is for the caller
 * to see. It cannot stand inside a string, where a quote has a backslash before it. Broken JSON comes out broken.
 */
export function withoutManagedFields(bytes: Uint8Array): Stripped {
    const page = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const kept: Uint8Array[] = [];
    let from = 0;
    for (let at = page.indexOf(FIELD); at >= 0; at = page.indexOf(FIELD, from)) {
        const start = at + FIELD.length - 1;
        kept.push(page.subarray(from, start), ZERO);
        from = listEnd(page, start);
    }
    if (kept.length === 0) return { bytes, fields: 0 };
    return { bytes: Buffer.concat([...kept, page.subarray(from)]), fields: kept.length / 2 };
}

const ZERO = Buffer.from("0");

/** Just behind the bracket that closes the one at `start`; the end when none does. */
function listEnd(page: Uint8Array, start: number): number {
    let depth = 0;
    for (let at = start; at < page.length; at++) {
        const byte = page[at];
        if (byte === QUOTE) {
            at++;
            while (at < page.length && page[at] !== QUOTE) at += page[at] === BACKSLASH ? 2 : 1;
        } else if (byte === OPEN) depth++;
        else if (byte === CLOSE && --depth === 0) return at + 1;
    }
    return page.length;
}
