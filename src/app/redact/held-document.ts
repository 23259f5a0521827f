/** Documents are parsed whole; the tree of a larger one would not fit into a worker. */
const MAX_DOCUMENT_BYTES = 32 << 20;

/** All bytes in a buffer of their own, or undefined when they are too many. */
export async function heldDocument(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of chunks) {
        length += chunk.length;
        if (length > MAX_DOCUMENT_BYTES) return undefined;
        parts.push(chunk);
    }
    return new Uint8Array(Buffer.concat(parts));
}
