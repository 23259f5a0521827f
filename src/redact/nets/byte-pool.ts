import { Buffer } from "node:buffer";

/** Bytes one after the other in one piece of memory: a hundred thousand small buffers would take ten times as much. */
export class BytePool {
    #bytes = Buffer.allocUnsafeSlow(65_536);
    #length = 0;

    /** Copies them; gives where they begin. */
    append(bytes: Uint8Array): number {
        const at = this.#length;
        if (at + bytes.length > this.#bytes.length) {
            const wider = Buffer.allocUnsafeSlow(2 * (at + bytes.length));
            wider.set(this.#bytes.subarray(0, at));
            this.#bytes = wider;
        }
        this.#bytes.set(bytes, at);
        this.#length += bytes.length;
        return at;
    }

    get length(): number {
        return this.#length;
    }

    /** A copy of all, no longer than it must be. */
    bytes(): Uint8Array {
        return Uint8Array.from(this.#bytes.subarray(0, this.#length));
    }
}
