import { BLOCK_BYTES, packBlock } from "./deflate-block.ts";
import { Spool, type Ticket } from "./spool.ts";
import type { BlockStore, StoredBlock } from "./tar-bytes.ts";

/** Fast: these blocks live as long as a command. */
const LEVEL = 1;
const PARALLEL = 4;

/**
 * Keeps a tar that has no index of its own in blocks that can be reached one by one: in memory as far as that goes, then in a file
 * without a name at `path`. Close it.
 */
export class BlockKeeper implements BlockStore {
    readonly blocks: StoredBlock[] = [];
    readonly #spool: Spool;
    readonly #tickets: Ticket[] = [];
    readonly #packing: Promise<void>[] = [];
    #filling = new Uint8Array(BLOCK_BYTES);
    #filled = 0;
    #taken = 0;

    constructor(path: string, memoryBytes: number) {
        this.#spool = new Spool(path, memoryBytes);
    }

    async add(bytes: Uint8Array): Promise<void> {
        for (let done = 0; done < bytes.byteLength; ) {
            const piece = bytes.subarray(done, done + BLOCK_BYTES - this.#filled);
            this.#filling.set(piece, this.#filled);
            this.#filled += piece.byteLength;
            done += piece.byteLength;
            if (this.#filled === BLOCK_BYTES) await this.#cut();
        }
    }

    /** After it every byte can be read. */
    async end(): Promise<void> {
        await this.#cut();
        await Promise.all(this.#packing);
    }

    async readPacked(block: StoredBlock): Promise<Uint8Array> {
        const ticket = this.#tickets[block.at];
        if (ticket === undefined) throw new RangeError(`block ${block.at} was never kept`);
        return this.#spool.load(ticket);
    }

    async close(): Promise<void> {
        await Promise.allSettled(this.#packing);
        await this.#spool.close();
    }

    async #cut(): Promise<void> {
        if (this.#filled === 0) return;
        const bytes = this.#filling.subarray(0, this.#filled);
        const at = this.blocks.length;
        this.blocks.push({ start: this.#taken, length: bytes.byteLength, at, packedBytes: 0 });
        this.#taken += bytes.byteLength;
        this.#filling = new Uint8Array(BLOCK_BYTES);
        this.#filled = 0;
        const work = this.#pack(at, bytes);
        this.#packing.push(work);
        work.catch(() => undefined);
        if (this.#packing.length >= PARALLEL) await this.#packing.shift();
    }

    async #pack(at: number, bytes: Uint8Array): Promise<void> {
        const { packed } = await packBlock(bytes, LEVEL);
        this.#tickets[at] = await this.#spool.store(packed);
    }
}
