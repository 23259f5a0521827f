/** Bytes a worker gets at a time: large enough that the way there costs nothing, small enough to hold many. */
const PIECE_BYTES = 512 << 10;
const LINE_END = 10;

/** `last`: the log ended with it, one way or the other. */
export interface LogPiece {
    readonly bytes: Uint8Array;
    readonly last: boolean;
}

/**
 * Gathers chunks into pieces of about 512 KiB that end where a line ends (a longer line is cut). Each has a buffer of its own. Throws what
 * `chunks` throws after it has given all that came before.
 */
export async function* logPieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LogPiece> {
    const held = new Held();
    try {
        for await (const chunk of chunks) {
            held.add(chunk);
            if (held.length >= PIECE_BYTES) yield { bytes: held.takeLines(), last: false };
        }
    } catch (error) {
        yield { bytes: held.takeAll(), last: true };
        throw error;
    }
    yield { bytes: held.takeAll(), last: true };
}

class Held {
    #chunks: Uint8Array[] = [];
    length = 0;

    add(chunk: Uint8Array): void {
        this.#chunks.push(chunk);
        this.length += chunk.length;
    }

    takeLines(): Uint8Array {
        const all = this.takeAll();
        const end = all.lastIndexOf(LINE_END) + 1;
        if (end === 0 || end === all.length) return all;
        this.add(all.slice(end));
        return all.slice(0, end);
    }

    takeAll(): Uint8Array {
        const all = new Uint8Array(this.length);
        let at = 0;
        for (const chunk of this.#chunks) {
            all.set(chunk, at);
            at += chunk.length;
        }
        this.#chunks = [];
        this.length = 0;
        return all;
    }
}
