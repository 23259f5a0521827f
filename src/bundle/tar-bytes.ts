import { ProblemError } from "../core/problem.ts";
import { unpackBlock } from "./deflate-block.ts";

/** Where a stretch of a tar lies, packed. */
export interface StoredBlock {
    readonly start: number;
    readonly length: number;
    readonly at: number;
    readonly packedBytes: number;
}

/** Packed blocks of a tar, in order and without holes. */
export interface BlockStore {
    readonly blocks: readonly StoredBlock[];
    readPacked(block: StoredBlock): Promise<Uint8Array>;
}

/** Inflated blocks kept: a scan needs two, a few readers side by side some more. */
const CACHED_BLOCKS = 8;

/** Any stretch of a tar by inflating just the blocks it lies in. Throws ProblemError `damaged` when a block is not what it should be. */
export class TarBytes {
    readonly #store: BlockStore;
    readonly #cache = new Map<StoredBlock, Promise<Uint8Array>>();

    constructor(store: BlockStore) {
        this.#store = store;
    }

    /** Of the tar, as far as blocks hold it. */
    get length(): number {
        const last = this.#store.blocks.at(-1);
        return last === undefined ? 0 : last.start + last.length;
    }

    /** In pieces of at most a block; they are views of shared memory. */
    async *range(at: number, length: number): AsyncIterable<Uint8Array> {
        let position = at;
        const end = at + length;
        for (let index = this.#blockAt(at); position < end; index++) {
            const block = this.#store.blocks[index];
            if (block === undefined) throw damaged(`it ends at ${this.length}, before ${end}`);
            const bytes = await this.#unpacked(block);
            const piece = bytes.subarray(position - block.start, end - block.start);
            position += piece.byteLength;
            if (piece.byteLength > 0) yield piece;
        }
    }

    async read(at: number, length: number): Promise<Uint8Array> {
        const pieces: Uint8Array[] = [];
        for await (const piece of this.range(at, length)) pieces.push(piece);
        return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
    }

    /** Begins to inflate the block after the one that holds `at`, for who reads in order. */
    readAhead(at: number): void {
        const next = this.#store.blocks[this.#blockAt(at) + 1];
        if (next) this.#unpacked(next).catch(() => undefined);
    }

    #unpacked(block: StoredBlock): Promise<Uint8Array> {
        const cached = this.#cache.get(block);
        const bytes = cached ?? this.#load(block);
        this.#cache.delete(block);
        this.#cache.set(block, bytes);
        for (const oldest of this.#cache.keys()) {
            if (this.#cache.size <= CACHED_BLOCKS) break;
            this.#cache.delete(oldest);
        }
        return bytes;
    }

    async #load(block: StoredBlock): Promise<Uint8Array> {
        const packed = await this.#store.readPacked(block);
        try {
            return await unpackBlock(packed, block.length);
        } catch (error) {
            throw damaged(
                `the block at byte ${block.at} cannot be inflated: ${error instanceof Error ? error.message : String(error)}`,
            );
        }
    }

    /** Position of the block that holds an offset of the tar. */
    #blockAt(at: number): number {
        let low = 0;
        let high = this.#store.blocks.length - 1;
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if ((this.#store.blocks[middle]?.start ?? 0) <= at) low = middle;
            else high = middle - 1;
        }
        return low;
    }
}

function damaged(message: string): ProblemError {
    return new ProblemError({ code: "damaged", message: `reading the archive: ${message}` });
}
