/** Bytes a worker gets at a time. */
const PIECE_BYTES = 512 << 10;
/** A line that holds an object is looked into whole, so it is waited for; a longer one is cut. */
const MAX_LINE_BYTES = 16 << 20;
const LINE_END = 10;

/** Gathers chunks into pieces of about 512 KiB that end where a line ends. Throws what `chunks` throws. */
export async function* linePieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let held: Uint8Array[] = [];
    let length = 0;
    let ended = -1;
    for await (const chunk of chunks) {
        held.push(chunk);
        const end = chunk.lastIndexOf(LINE_END);
        if (end >= 0) ended = length + end + 1;
        length += chunk.length;
        if (length < PIECE_BYTES || (ended < 0 && length < MAX_LINE_BYTES)) continue;
        const all = Buffer.concat(held);
        const cut = ended < 0 ? length : ended;
        yield new Uint8Array(all.subarray(0, cut));
        held = cut < length ? [new Uint8Array(all.subarray(cut))] : [];
        length -= cut;
        ended = -1;
    }
    if (length > 0) yield new Uint8Array(Buffer.concat(held));
}
