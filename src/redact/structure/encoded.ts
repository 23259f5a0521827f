import { isUtf8 } from "node:buffer";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Look } from "./look.ts";

/**
 * Base64, and gzip inside it: the text in it redacted and encoded again, so that who reads it can still decode it. Undefined when the text is
 * not base64 of a text. What cannot be inflated, or is too much of it, is masked whole.
 */
export function redactEncoded(text: string, name: string, look: Look): string | undefined {
    if (text.length < MIN_LENGTH || !BASE64.test(text) || HEX.test(text)) return undefined;
    const bytes = Buffer.from(text, "base64");
    const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
    const inner = zipped ? inflated(bytes) : bytes;
    if (inner === undefined) return look.mask(text, name, "it is gzip that cannot be read");
    const plain = textOf(inner);
    if (plain === undefined) return zipped ? look.mask(text, name, "it is gzip of something that is no text") : undefined;
    const hidden = look.text(look.within(plain, name));
    if (hidden === plain) return text;
    const out = zipped ? gzipSync(hidden) : Buffer.from(hidden);
    return out.toString(/[-_]/.test(text) ? "base64url" : "base64");
}

const MIN_LENGTH = 24;
const BASE64 = /^(?:[A-Za-z0-9+/_-]{4}\s?){5,}[A-Za-z0-9+/_-]*\s*={0,2}\s*$/;
const HEX = /^[\da-f]+$/i;
const MAX_BYTES = 32 << 20;

function inflated(bytes: Uint8Array): Buffer | undefined {
    try {
        return gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
    } catch {
        return undefined;
    }
}

/** Of printable UTF-8; random bytes are so by chance once in millions. */
function textOf(bytes: Buffer): string | undefined {
    if (!isUtf8(bytes)) return undefined;
    const text = bytes.toString("utf8");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what no text has
    return text.length >= 6 && !/[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(text) ? text : undefined;
}
