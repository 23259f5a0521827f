import { NamelessFile } from "./nameless-file.ts";

/** Packed bytes that wait: in memory, or in a stretch of the file. */
export interface Ticket {
    readonly bytes: number;
    readonly place: { readonly type: "memory"; readonly packed: Uint8Array } | { readonly type: "file"; readonly at: number };
}

/**
 * Holds packed blocks until their turn: in memory up to a limit, then in one file without a name whose freed stretches are used
 * again. It is given nothing that was not redacted. Close it, or its file descriptor stays.
 */
export class Spool {
    readonly #file: NamelessFile;
    readonly #memoryBytes: number;
    readonly #free: { at: number; bytes: number }[] = [];
    #held = 0;
    #end = 0;

    /** The file is made at `path` when it is first needed, and its name removed at once. */
    constructor(path: string, memoryBytes: number) {
        this.#file = new NamelessFile(path);
        this.#memoryBytes = memoryBytes;
    }

    async store(packed: Uint8Array): Promise<Ticket> {
        const bytes = packed.byteLength;
        if (this.#held + bytes <= this.#memoryBytes) {
            this.#held += bytes;
            return { bytes, place: { type: "memory", packed } };
        }
        const at = this.#allocate(bytes);
        await this.#file.write(packed, at);
        return { bytes, place: { type: "file", at } };
    }

    async load({ bytes, place }: Ticket): Promise<Uint8Array> {
        if (place.type === "memory") return place.packed;
        return this.#file.read(place.at, bytes);
    }

    free({ bytes, place }: Ticket): void {
        if (place.type === "memory") this.#held -= bytes;
        else this.#release(place.at, bytes);
    }

    close(): Promise<void> {
        return this.#file.close();
    }

    #allocate(bytes: number): number {
        const hole = this.#free.find((stretch) => stretch.bytes >= bytes);
        if (hole === undefined) {
            this.#end += bytes;
            return this.#end - bytes;
        }
        const { at } = hole;
        hole.at += bytes;
        hole.bytes -= bytes;
        if (hole.bytes === 0) this.#free.splice(this.#free.indexOf(hole), 1);
        return at;
    }

    /** Neighbours grow together, or the holes would become too small for any block. */
    #release(at: number, bytes: number): void {
        const next = this.#free.findIndex((stretch) => stretch.at > at);
        const position = next < 0 ? this.#free.length : next;
        const before = this.#free[position - 1];
        const after = this.#free[position];
        const joinsBefore = before !== undefined && before.at + before.bytes === at;
        const joinsAfter = after !== undefined && at + bytes === after.at;
        if (joinsBefore) before.bytes += bytes + (joinsAfter ? after.bytes : 0);
        if (joinsBefore && joinsAfter) this.#free.splice(position, 1);
        else if (!joinsBefore && joinsAfter) Object.assign(after, { at, bytes: bytes + after.bytes });
        else if (!joinsBefore) this.#free.splice(position, 0, { at, bytes });
    }
}
