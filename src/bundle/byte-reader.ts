/** Takes bytes off a stream of chunks in any portions. */
export class ByteReader {
    readonly #chunks: AsyncIterator<Uint8Array>;
    #rest: Uint8Array = new Uint8Array(0);
    #position = 0;

    constructor(chunks: AsyncIterable<Uint8Array>) {
        this.#chunks = chunks[Symbol.asyncIterator]();
    }

    get position(): number {
        return this.#position;
    }

    /** undefined when fewer are left. */
    async exactly(count: number): Promise<Uint8Array | undefined> {
        const pieces: Uint8Array[] = [];
        let sum = 0;
        for await (const piece of this.upTo(count)) {
            pieces.push(piece);
            sum += piece.byteLength;
        }
        if (sum < count) return undefined;
        return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
    }

    async *upTo(count: number): AsyncGenerator<Uint8Array> {
        for (let left = count; left > 0; ) {
            if (this.#rest.byteLength === 0 && !(await this.#more())) return;
            const piece = this.#rest.subarray(0, left);
            this.#rest = this.#rest.subarray(piece.byteLength);
            this.#position += piece.byteLength;
            left -= piece.byteLength;
            yield piece;
        }
    }

    /** To the end, so that whoever checks the stream has seen all of it. */
    async drain(): Promise<void> {
        while (await this.#more());
    }

    async #more(): Promise<boolean> {
        const next = await this.#chunks.next();
        if (next.done) return false;
        this.#rest = next.value;
        return true;
    }
}
