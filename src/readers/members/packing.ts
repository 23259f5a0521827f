import { decodeTarHeader, TAR_BLOCK } from "../../bundle/tar-header.ts";

/** What bytes are by how they begin: `closed` is packed in a way that cannot be opened here, `binary` is no text. */
export type Packing = "gzip" | "tar" | "zip" | "closed" | "binary" | "text";

/** So many bytes are enough to tell. */
export const HEAD_BYTES = 4096;

/** Source: each format's own description, as collected in file(1)'s magic. */
const MAGIC: readonly (readonly [Packing, number, string])[] = [
    ["gzip", 0, "1f8b08"],
    ["zip", 0, "504b0304"],
    ["zip", 0, "504b0506"],
    ["closed", 0, "fd377a585a00"],
    ["closed", 0, "28b52ffd"],
    ["closed", 0, "425a68"],
    ["closed", 0, "377abcaf271c"],
    ["closed", 0, "526172211a07"],
    ["closed", 0, "04224d18"],
    ["binary", 0, "7f454c46"],
    ["binary", 0, "89504e47"],
    ["binary", 0, "4c504b5348485248"],
    ["binary", 0, "53514c69746520666f726d6174"],
    ["binary", 16, "edda0ced"],
];

/** What a file is, by its first HEAD_BYTES. Text may be UTF-16, coloured, and hold a few bytes that are none. */
export function packingOf(head: Uint8Array): Packing {
    const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
    const known = MAGIC.find(([, at, hex]) => bytes.subarray(at, at + hex.length / 2).toString("hex") === hex);
    if (known !== undefined) return known[0];
    if (isTar(bytes)) return "tar";
    return isText(bytes) ? "text" : "binary";
}

function isTar(bytes: Buffer): boolean {
    return bytes.length >= TAR_BLOCK && bytes[0] !== 0 && decodeTarHeader(bytes.subarray(0, TAR_BLOCK)) !== undefined;
}

/** One control byte in ten makes it none. In UTF-16 every second byte of Latin letters is zero, always on the same side. */
function isText(bytes: Buffer): boolean {
    let control = 0;
    const zeros = [0, 0];
    for (const [at, byte] of bytes.entries()) {
        if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
        else if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) control++;
    }
    const [even = 0, odd = 0] = zeros;
    const isWide = Math.max(even, odd) > bytes.length * 0.3 && Math.min(even, odd) < bytes.length * 0.02;
    return control + (isWide ? 0 : even + odd) <= bytes.length / 10;
}
