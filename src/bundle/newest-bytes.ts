import { createHash } from "node:crypto";
import { BLOCK_BYTES, packBlock, unpackBlock } from "./deflate-block.ts";
import type { Spool, Ticket } from "./spool.ts";
import type { Piece } from "./tar-writer.ts";
import type { Turns } from "./turns.ts";

/** How many raw bytes all streams of an archive may hold between them before they have to be compressed. */
export interface RawBudget {
    bytes: number;
    readonly limit: number;
    /** Blocks of all streams that are compressed at once: each holds its raw bytes and half a megabyte of zlib's. */
    readonly turns: Turns;
}

interface PackedPart {
    readonly type: "packed";
    readonly ticket: Ticket;
    readonly length: number;
    readonly crc: number;
}
interface RawPart {
    readonly type: "raw";
    readonly bytes: Uint8Array;
    readonly length: number;
}
type Part = PackedPart | RawPart;

/** The end of a stream, ready to be written. */
export interface Kept {
    readonly bytes: number;
    readonly droppedBytes: number;
    /** Hex, of the kept bytes. */
    readonly sha256: string;
    readonly pieces: AsyncIterable<Piece>;
}

/** The cut goes to the next line where one begins so near; a line longer than this is cut in its middle. */
const LINE_REACH = 64 * 1024;

/**
 * Takes a stream of unknown length and keeps its newest bytes: raw while the budget lasts, then as packed blocks in the spool, of
 * which the oldest are dropped. Packed blocks always lie before raw bytes. Call `free` in any case.
 */
export class NewestBytes {
    readonly #maxBytes: number;
    readonly #spool: Spool;
    readonly #budget: RawBudget;
    readonly #packing: { readonly level: number; readonly parallel: number };
    #parts: Part[] = [];
    #rawHeld = 0;
    #total = 0;
    #dropped = 0;
    #packedFrom: number | undefined;
    readonly #packedHash = createHash("sha256");

    constructor(options: {
        readonly maxBytes: number;
        readonly spool: Spool;
        readonly budget: RawBudget;
        readonly level: number;
        readonly parallel: number;
    }) {
        this.#maxBytes = options.maxBytes;
        this.#spool = options.spool;
        this.#budget = options.budget;
        this.#packing = options;
    }

    async add(chunk: Uint8Array): Promise<void> {
        for (let at = 0; at < chunk.byteLength; at += BLOCK_BYTES) this.#take(chunk.subarray(at, at + BLOCK_BYTES));
        while (this.#budget.bytes > this.#budget.limit && this.#rawHeld >= BLOCK_BYTES) await this.#pack();
    }

    #take(bytes: Uint8Array): void {
        this.#parts.push({ type: "raw", bytes, length: bytes.byteLength });
        this.#total += bytes.byteLength;
        this.#hold(bytes.byteLength);
        this.#dropOld();
    }

    /** Cuts to the limit and hashes. After it only `pieces` and `free` may be used. */
    async end(): Promise<Kept> {
        await this.#trim();
        // What was packed is hashed already, unless some of it was dropped since.
        const begun = this.#packedFrom === this.#dropped;
        const hash = begun ? this.#packedHash : createHash("sha256");
        const parts = begun ? this.#parts.filter((part) => part.type === "raw") : this.#parts;
        for (const part of parts) hash.update(await this.#bytesOf(part));
        const bytes = this.#total - this.#dropped;
        return { bytes, droppedBytes: this.#dropped, sha256: hash.digest("hex"), pieces: this.#pieces() };
    }

    free(): void {
        while (this.#parts.length > 0) this.#shift();
    }

    async *#pieces(): AsyncIterable<Piece> {
        for (const part of this.#parts) {
            if (part.type === "raw") yield part;
            else yield { type: "packed", packed: await this.#spool.load(part.ticket), length: part.length, crc: part.crc };
        }
    }

    /** Drops every part that lies wholly before the limit. */
    #dropOld(): void {
        for (let first = this.#parts[0]; first !== undefined; first = this.#parts[0]) {
            if (this.#dropped + first.length > this.#total - this.#maxBytes) return;
            this.#dropped += first.length;
            this.#shift();
        }
    }

    /** Cuts the first part to the limit, at the start of a line. */
    async #trim(): Promise<void> {
        const first = this.#parts[0];
        const excess = this.#total - this.#dropped - this.#maxBytes;
        const cutBefore = this.#dropped > 0;
        if (first === undefined || (excess <= 0 && !cutBefore)) return;
        const bytes = await this.#bytesOf(first);
        const from = Math.max(0, excess);
        const skip = lineStart(bytes, from);
        if (skip === 0) return;
        this.#shift();
        const rest = bytes.subarray(skip);
        this.#dropped += bytes.byteLength - rest.byteLength;
        this.#hold(rest.byteLength);
        if (rest.byteLength > 0) this.#parts.unshift({ type: "raw", bytes: rest, length: rest.byteLength });
    }

    /** Packs the oldest raw bytes, several blocks at once. */
    async #pack(): Promise<void> {
        const firstRaw = this.#parts.findIndex((part) => part.type === "raw");
        const blocks = takeBlocks(this.#parts.splice(firstRaw), this.#packing.parallel);
        this.#packedFrom ??= this.#dropped;
        for (const bytes of blocks.whole) this.#packedHash.update(bytes);
        const packed = await Promise.all(
            blocks.whole.map((bytes) => this.#budget.turns.run(() => packBlock(bytes, this.#packing.level))),
        );
        for (const block of packed) {
            const ticket = await this.#spool.store(block.packed);
            this.#parts.push({ type: "packed", ticket, length: block.length, crc: block.crc });
            this.#hold(-block.length);
        }
        this.#parts.push(...blocks.rest);
    }

    async #bytesOf(part: Part): Promise<Uint8Array> {
        return part.type === "raw" ? part.bytes : unpackBlock(await this.#spool.load(part.ticket), part.length);
    }

    #shift(): void {
        const part = this.#parts.shift();
        if (part?.type === "packed") this.#spool.free(part.ticket);
        else if (part) this.#hold(-part.length);
    }

    #hold(bytes: number): void {
        this.#rawHeld += bytes;
        this.#budget.bytes += bytes;
    }
}

function takeBlocks(raw: readonly Part[], most: number): { whole: Uint8Array[]; rest: RawPart[] } {
    const whole: Uint8Array[] = [];
    const rest = raw.filter((part) => part.type === "raw");
    while (whole.length < most) {
        const some = takeAtLeast(rest, BLOCK_BYTES);
        if (some === undefined) break;
        whole.push(some);
    }
    return { whole, rest };
}

/** Takes parts off the front that make a block between them; undefined when they are too few. */
function takeAtLeast(rest: RawPart[], bytes: number): Uint8Array | undefined {
    let count = 0;
    for (let sum = 0; sum < bytes; count++) {
        const next = rest[count];
        if (next === undefined) return undefined;
        sum += next.length;
    }
    return Buffer.concat(rest.splice(0, count).map((part) => part.bytes));
}

/** Where a line begins at or after `from`; when none begins within reach, where a character of UTF-8 does. */
function lineStart(bytes: Uint8Array, from: number): number {
    const newline = bytes.subarray(Math.max(0, from - 1), from + LINE_REACH).indexOf(0x0a);
    if (newline >= 0) return Math.max(0, from - 1) + newline + 1;
    let at = from;
    while (at < bytes.byteLength && ((bytes[at] ?? 0) & 0xc0) === 0x80) at++;
    return at;
}
