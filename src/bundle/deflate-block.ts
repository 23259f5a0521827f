import { promisify } from "node:util";
import { constants, crc32, deflateRaw, inflateRaw } from "node:zlib";
import { errnoOf } from "./disk-problem.ts";

/** A stretch of the tar, compressed by itself. */
export interface PackedBlock {
    /** Raw deflate (RFC 1951) that refers to nothing before it and ends byte-aligned after a full flush. */
    readonly packed: Uint8Array;
    /** Of the stretch, bytes. */
    readonly length: number;
    readonly crc: number;
}

/** So much of the tar goes into one block: enough to compress well, little enough to inflate in milliseconds. */
export const BLOCK_BYTES = 1024 * 1024;

/** gzip's own default; docs/performance.md has the figures for other levels. */
export const LEVEL = 2;

const deflate = promisify(deflateRaw) as (bytes: Uint8Array, options: object) => Promise<Buffer>;
const inflate = promisify(inflateRaw) as (bytes: Uint8Array, options: object) => Promise<Buffer>;

/** Compresses on libuv's pool. `bytes` must stay as they are until the answer is there. */
export async function packBlock(bytes: Uint8Array, level: number): Promise<PackedBlock> {
    const options = { level, memLevel: 9, finishFlush: constants.Z_FULL_FLUSH, chunkSize: chunkSizeFor(bytes.byteLength) };
    const packed = await deflate(bytes, options);
    return { packed: compact(packed), length: bytes.byteLength, crc: crc32(bytes) };
}

/** Undoes packBlock on libuv's pool; rejects when there is more or less in it than `length` bytes. */
export async function unpackBlock(packed: Uint8Array, length: number): Promise<Buffer> {
    if (length === 0) return Buffer.alloc(0);
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: length + 1, chunkSize: Math.max(64, length + 1) };
    const bytes = await inflate(packed, options).catch((error: unknown) => {
        throw errnoOf(error) === "ERR_BUFFER_TOO_LARGE" ? new Error(`a block holds more than ${length} bytes`) : error;
    });
    if (bytes.byteLength !== length) throw new Error(`a block holds ${bytes.byteLength} bytes instead of ${length}`);
    return bytes;
}

/** Most text packs below a quarter: one trip to the pool, and little memory held by a result. */
function chunkSizeFor(length: number): number {
    return Math.max(1024, Math.ceil(length / 4));
}

/** zlib's answer is a view of a larger buffer: a block that waits shall not hold all of it. */
function compact(bytes: Buffer): Uint8Array {
    return bytes.byteLength * 2 < bytes.buffer.byteLength ? new Uint8Array(bytes) : bytes;
}
