import type { LogEnding } from "./source.ts";

/** A log's chunks, watched for signs that it was cut. */
export interface Watched {
    readonly chunks: AsyncIterable<Uint8Array>;
    /** Valid once the chunks have ended. */
    ending(): LogEnding;
}

const NEWLINE = 10;
/** Timestamps of the API are RFC 3339 with nanoseconds, `2026-11-21T11:00:00.000000000Z`, and sort as text up to here. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/;

/** How to ask for the last line again, and when the log was asked for. */
export interface EndCheck {
    readonly askedAt: Date;
    lastLine(): Promise<Uint8Array | undefined>;
}

/**
 * When a kubelet's connection breaks in mid-log, the API server ends its 200 answer as if all were well. Two signs remain: the last
 * line has no end, or (where a check is given) the log has a later line that was there before we asked.
 */
export function completeness(source: AsyncIterable<Uint8Array>, tailLines: number, check?: EndCheck): Watched {
    let mayBeCut = false;
    let lines = 0;
    async function* watched() {
        let tail: Uint8Array = new Uint8Array(0);
        for await (const chunk of source) {
            tail = lastBytes(tail, chunk);
            lines += newlinesIn(chunk);
            yield chunk;
        }
        if (tail.length === 0) return;
        mayBeCut = tail.at(-1) !== NEWLINE || (check !== undefined && misses(tail, await check.lastLine(), check.askedAt));
    }
    return { chunks: watched(), ending: () => ({ mayBeCut, ...(lines >= tailLines ? { newestLines: lines } : {}) }) };
}

function newlinesIn(chunk: Uint8Array): number {
    let count = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) count++;
    return count;
}

const TAIL_BYTES = 16 * 1024;

/** A copy: whoever takes the chunk may transfer its memory away. */
function lastBytes(tail: Uint8Array, chunk: Uint8Array): Uint8Array {
    if (chunk.length >= TAIL_BYTES) return new Uint8Array(chunk.subarray(-TAIL_BYTES));
    return Buffer.concat([tail, chunk]).subarray(-TAIL_BYTES);
}

/** Clocks of nodes are a little off; a line this close to our asking may be one that came after. */
const CLOCK_SKEW_MS = 5_000;

function misses(tail: Uint8Array, last: Uint8Array | undefined, askedAt: Date): boolean {
    if (last === undefined || last.length === 0) return false;
    const ours = timestampOfLastLine(tail);
    const theirs = timestampOfLastLine(last);
    if (ours === undefined || theirs === undefined || theirs <= ours) return false;
    return Date.parse(theirs) < askedAt.getTime() - CLOCK_SKEW_MS;
}

function timestampOfLastLine(bytes: Uint8Array): string | undefined {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1").trimEnd();
    return TIMESTAMP.exec(text.slice(text.lastIndexOf("\n") + 1))?.[0];
}
