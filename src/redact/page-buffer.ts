/** Many texts written one after another into one growing buffer that can be transferred. */
export class PageBuffer {
    #memory: ArrayBuffer;
    #bytes: Buffer;
    #length = 0;

    constructor(expected: number) {
        this.#memory = new ArrayBuffer(Math.max(expected, 1024));
        this.#bytes = Buffer.from(this.#memory);
    }

    get length(): number {
        return this.#length;
    }

    /** Gives the bytes as they stand in the buffer; they move when it grows. */
    append(text: string): Uint8Array {
        // A UTF-16 unit is at most three bytes of UTF-8.
        const needed = this.#length + text.length * 3;
        if (needed > this.#bytes.length) this.#grow(this.#length + Buffer.byteLength(text));
        const start = this.#length;
        this.#length += this.#bytes.write(text, start, "utf8");
        return this.#bytes.subarray(start, this.#length);
    }

    /** Takes back what was appended since the buffer had this length. */
    cut(length: number): void {
        this.#length = length;
    }

    /** All of it, in a buffer of its own that is no larger. Nothing can be appended afterwards. */
    bytes(): Uint8Array {
        return new Uint8Array(this.#memory.transfer(this.#length));
    }

    #grow(needed: number): void {
        if (needed <= this.#bytes.length) return;
        this.#memory = this.#memory.transfer(Math.max(needed, this.#bytes.length * 2));
        this.#bytes = Buffer.from(this.#memory);
    }
}
