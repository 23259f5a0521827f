import { mayNeedScrubbing, scrubText } from "./scrub.ts";

const NEWLINE = 0x0a;

/** A line longer than this is let through in parts. */
const MAX_LINE_BYTES = 1024 * 1024;

/** A log with `scrubText` applied to its lines, wherever the chunks break. Bytes that are no UTF-8 come out as they went in. */
export async function* scrubbedLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of chunks) {
        const all =
            rest.byteLength === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.concat([rest, chunk]);
        const end = all.byteLength > MAX_LINE_BYTES ? all.byteLength : all.lastIndexOf(NEWLINE) + 1;
        if (end > 0) yield scrubbed(all.subarray(0, end));
        rest = all.subarray(end);
    }
    if (rest.byteLength > 0) yield scrubbed(rest);
}

/** Latin-1 keeps every byte a character of its own, and the patterns are ASCII. */
function scrubbed(bytes: Buffer): Uint8Array {
    const text = bytes.toString("latin1");
    return mayNeedScrubbing(text) ? Buffer.from(scrubText(text), "latin1") : bytes;
}
