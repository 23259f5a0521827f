import { isUtf8 } from "node:buffer";

/** A text file decoded, and how to encode it again as it was. */
export interface FileText {
    readonly text: string;
    encode(text: string): Uint8Array;
}

/** Of UTF-8, with or without a mark, and of UTF-16 with one, as PowerShell's `>` writes it. Undefined when it is neither. */
export function fileText(bytes: Uint8Array): FileText | undefined {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const mark = buffer.toString("latin1", 0, 2);
    if (mark === "\xff\xfe")
        return { text: buffer.subarray(2).toString("utf16le"), encode: (text) => Buffer.from(`\ufeff${text}`, "utf16le") };
    if (mark === "\xfe\xff" && buffer.length % 2 === 0) {
        const swapped = Buffer.from(buffer.subarray(2)).swap16();
        return { text: swapped.toString("utf16le"), encode: (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16() };
    }
    if (!isUtf8(buffer)) return undefined;
    const text = buffer.toString("utf8");
    return text.startsWith("\ufeff")
        ? { text: text.slice(1), encode: (next) => Buffer.from(`\ufeff${next}`) }
        : { text, encode: (next) => Buffer.from(next) };
}
