import { HEAD_BYTES } from "./packing.ts";

/** A stream whose beginning has been looked at; `chunks` gives all of it. */
export interface Peeked {
    readonly head: Uint8Array;
    readonly chunks: AsyncIterable<Uint8Array>;
}

/** Reads HEAD_BYTES ahead. `chunks` has to be read or left (`return`), or what it comes from stays open. */
export async function peek(from: AsyncIterable<Uint8Array>): Promise<Peeked> {
    const iterator = from[Symbol.asyncIterator]();
    const first: Uint8Array[] = [];
    let length = 0;
    let ended = false;
    while (length < HEAD_BYTES && !ended) {
        const next = await iterator.next();
        if (next.done) ended = true;
        else {
            first.push(next.value);
            length += next.value.length;
        }
    }
    const rest = async function* () {
        try {
            yield* first;
            while (!ended) {
                const next = await iterator.next();
                if (next.done) return;
                yield next.value;
            }
        } finally {
            await iterator.return?.();
        }
    };
    return { head: Buffer.concat(first).subarray(0, HEAD_BYTES), chunks: rest() };
}
