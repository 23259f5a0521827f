/** Spaces before the first byte. */
export const PAD = 4;

/** Bytes read as little-endian words of four, PAD spaces before them and spaces behind. Valid until the next call of its maker. */
export interface Words {
    readonly words: Int32Array;
    /** The same memory byte by byte, PAD before the first one too. */
    readonly padded: Uint8Array;
    /** Bytes, without what is around them. */
    readonly length: number;
}

const SPACE = 0x20;

/** Copies bytes to where words can be read; keeps its memory for the next time. */
export class WordReader {
    #words = new Int32Array(16_384);

    /** Two words at least can be read behind the last byte. */
    read(bytes: Uint8Array): Words {
        const need = (bytes.length >> 2) + 4;
        if (this.#words.length < need) this.#words = new Int32Array(Math.max(need, 2 * this.#words.length));
        const view = new Uint8Array(this.#words.buffer);
        view.fill(SPACE, 0, PAD);
        view.set(bytes, PAD);
        view.fill(SPACE, PAD + bytes.length, need * 4);
        return { words: this.#words, padded: view, length: bytes.length };
    }
}
