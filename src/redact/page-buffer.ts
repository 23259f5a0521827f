/** Many texts written one after another into one growing buffer that can be transferred. */
export class PageBuffer {
    #bytes: Buffer;
    #length = 0;

    constructor(expected: number) {
        this.#bytes = Buffer.from(new ArrayBuffer(Math.max(expected, 1024)));
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

    bytes(): Uint8Array {
        return new Uint8Array(this.#bytes.buffer, 0, this.#length);
    }

    #grow(needed: number): void {
        if (needed <= this.#bytes.length) return;
        const larger = Buffer.from(new ArrayBuffer(Math.max(needed, this.#bytes.length * 2)));
        this.#bytes.copy(larger, 0, 0, this.#length);
        this.#bytes = larger;
    }
}
