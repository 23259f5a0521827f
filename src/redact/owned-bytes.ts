/** The bytes in a buffer that nobody else has a view of, so that it can be transferred. */
export function ownedBytes(bytes: Uint8Array): Uint8Array {
    return bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer ? bytes : new Uint8Array(bytes);
}
