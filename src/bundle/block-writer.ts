import { crc32 } from "node:zlib";
import { crc32Combine } from "./crc32-combine.ts";
import { BLOCK_BYTES, type PackedBlock, packBlock, unpackBlock } from "./deflate-block.ts";
import type { Sink } from "./sink.ts";

/** Where a stretch of the tar lies, compressed. */
export interface BlockRecord {
    /** Offset of its first byte in the tar. */
    readonly start: number;
    /** Of the stretch, bytes. */
    readonly length: number;
    /** Offset of its packed bytes in the file. */
    readonly at: number;
    readonly packedBytes: number;
    readonly crc: number;
}

/** RFC 1952: deflate, no name and no time, so that equal contents give equal bytes; 255 is "unknown operating system". */
const GZIP_HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);

/**
 * Compresses the bytes of a tar in blocks, several at once on libuv's pool, and writes them in order. `write` only copies; call
 * `room` between writes, or memory grows. What failed to be written makes every later call throw the same ProblemError.
 */
export class BlockWriter {
    readonly #sink: Sink;
    readonly #level: number;
    readonly #parallel: number;
    readonly #blocks: BlockRecord[] = [];
    readonly #spare: Uint8Array[] = [];
    readonly #inFlight: Promise<void>[] = [];
    #filling: Uint8Array = new Uint8Array(BLOCK_BYTES);
    #filled = 0;
    #tarBytes = 0;
    /** Where the block began that `cutOld` has found open. */
    #foundOpen: number | undefined;
    #written: Promise<void>;
    #failure: unknown;

    constructor(sink: Sink, options: { readonly level: number; readonly parallel: number }) {
        this.#sink = sink;
        this.#level = options.level;
        this.#parallel = options.parallel;
        this.#written = this.#watch(sink.write(GZIP_HEADER));
    }

    /** So many bytes of the tar were taken. */
    get tarBytes(): number {
        return this.#tarBytes;
    }

    /** The blocks that are in the file, in order. */
    get blocks(): readonly BlockRecord[] {
        return this.#blocks;
    }

    write(bytes: Uint8Array): void {
        for (let done = 0; done < bytes.byteLength; ) {
            const piece = bytes.subarray(done, done + BLOCK_BYTES - this.#filled);
            this.#filling.set(piece, this.#filled);
            this.#filled += piece.byteLength;
            done += piece.byteLength;
            if (this.#filled === BLOCK_BYTES) this.cut();
        }
        this.#tarBytes += bytes.byteLength;
    }

    /** Waits until another block may be taken. */
    async room(): Promise<void> {
        while (this.#inFlight.length >= this.#parallel) await this.#inFlight[0];
        if (this.#failure !== undefined) throw this.#failure;
    }

    /** Takes a stretch that was compressed before. */
    async writePacked(block: PackedBlock): Promise<void> {
        this.cut();
        this.#tarBytes += block.length;
        this.#follow(() => this.#put(block));
        await this.room();
    }

    /** Ends the block that is being filled, however short. */
    cut(): void {
        if (this.#filled === 0) return;
        const buffer = this.#filling;
        const packing = packBlock(buffer.subarray(0, this.#filled), this.#level);
        packing.catch(() => undefined);
        this.#filling = this.#spare.pop() ?? new Uint8Array(BLOCK_BYTES);
        this.#filled = 0;
        this.#follow(async () => {
            await this.#put(await packing);
            this.#spare.push(buffer);
        });
    }

    /**
     * Ends the block that is being filled when it was so the last time too: asked every few seconds, it lets nothing wait for long.
     * Resolves when what was ended is in the file, or cannot be.
     */
    async cutOld(): Promise<void> {
        const start = this.#tarBytes - this.#filled;
        if (start === this.#foundOpen) this.cut();
        this.#foundOpen = this.#filled > 0 ? start : undefined;
        await this.#written;
    }

    /** After it, all that was taken is in the file. */
    async flush(): Promise<void> {
        this.cut();
        await this.#written;
        if (this.#failure !== undefined) throw this.#failure;
    }

    /** Waits for what is under way, whether it can be written or not. */
    async settle(): Promise<void> {
        await this.#written;
    }

    /** The bytes of a block that is in the file. */
    async read(block: BlockRecord): Promise<Uint8Array> {
        return unpackBlock(await this.#sink.readAt(block.at, block.packedBytes), block.length);
    }

    /** So many bytes of the tar are in the file. */
    get writtenTarBytes(): number {
        const last = this.#blocks.at(-1);
        return last === undefined ? 0 : last.start + last.length;
    }

    /** After a failure: goes back to an earlier offset of the tar that is in the file, so that writing can go on from there. */
    async rewind(tarBytes: number): Promise<void> {
        await this.settle();
        const keep = this.#blocks.findIndex((block) => block.start + block.length > tarBytes);
        const cutBlock = keep < 0 ? undefined : this.#blocks[keep];
        const head = cutBlock ? (await this.read(cutBlock)).subarray(0, tarBytes - cutBlock.start) : new Uint8Array(0);
        if (keep >= 0) this.#blocks.length = keep;
        const last = this.#blocks.at(-1);
        await this.#sink.truncate(last ? last.at + last.packedBytes : GZIP_HEADER.byteLength);
        this.#failure = undefined;
        this.#filled = 0;
        this.#tarBytes = tarBytes - head.byteLength;
        this.#written = Promise.resolve();
        this.write(head);
    }

    /**
     * Ends the gzip stream with these bytes in a stored deflate block, so that they stand in clear before the trailer of 8 bytes
     * (RFC 1951, 3.2.4). At most 65,535 bytes.
     */
    async finish(last: Uint8Array): Promise<void> {
        await this.flush();
        const stored = Buffer.alloc(5 + last.byteLength + 8);
        stored[0] = 1;
        stored.writeUInt16LE(last.byteLength, 1);
        stored.writeUInt16LE(~last.byteLength & 0xffff, 3);
        stored.set(last, 5);
        const before = this.#blocks.reduce((sum, block) => crc32Combine(sum, block.crc, block.length), 0);
        stored.writeUInt32LE(crc32(last, before), 5 + last.byteLength);
        stored.writeUInt32LE((this.#tarBytes + last.byteLength) % 2 ** 32, 5 + last.byteLength + 4);
        await this.#sink.write(stored);
    }

    async #put({ packed, length, crc }: PackedBlock): Promise<void> {
        const at = this.#sink.bytes;
        await this.#sink.write(packed);
        this.#blocks.push({ start: this.writtenTarBytes, length, at, packedBytes: packed.byteLength, crc });
    }

    #follow(step: () => Promise<void>): void {
        const before = this.#written;
        const done = this.#watch(before.then(() => (this.#failure === undefined ? step() : undefined)));
        this.#written = done;
        this.#inFlight.push(done);
        void done.then(() => this.#inFlight.shift());
    }

    /** Keeps the first failure for `room` and `flush`: nobody awaits a single block. */
    async #watch(work: Promise<void>): Promise<void> {
        try {
            await work;
        } catch (error) {
            this.#failure ??= error;
        }
    }
}
