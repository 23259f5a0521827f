import { createReadStream } from "node:fs";
import { BlockKeeper } from "./block-keeper.ts";
import { type GzipEnd, gunzip } from "./gunzip.ts";
import { TarBytes } from "./tar-bytes.ts";
import type { TarEnd, TarMember } from "./tar-members.ts";
import { untar } from "./untar.ts";

/** A file met on the way through a tar. */
export interface ScannedFile {
    readonly path: string;
    readonly size: number;
    readonly contentAt: number;
    /** Seconds since 1970. */
    readonly mtime: number;
    /** So many bytes of it are there; less than `size` for the one that the end cut. */
    readonly present: number;
    /** The apiVersion its first lines name, when they do. */
    readonly apiVersion?: string;
}

/** A tar.gz read front to back once, and from then on reachable anywhere. Close it. */
export interface ScannedArchive {
    readonly files: readonly ScannedFile[];
    readonly tar: TarBytes;
    /** Why it ends before its end; undefined when it is whole. */
    readonly cut?: string;
    close(): Promise<void>;
}

/** Enough to find the apiVersion, which stands first in what we and kubectl write. */
const HEAD_BYTES = 2048;
const APIVERSION = /^apiVersion: "?([A-Za-z0-9./-]+)"?$/m;
const MEMORY_BYTES = 32 * 1024 * 1024;
const READ_BYTES = 64 * 1024;

/** Reads any tar.gz. Throws ProblemError `damaged` for a hostile one. `temporaryPath`: where what memory does not hold may be kept. */
export async function scanArchive(path: string, temporaryPath: string): Promise<ScannedArchive> {
    const keeper = new BlockKeeper(temporaryPath, MEMORY_BYTES);
    try {
        const inflated = inflate(path, keeper);
        const files: ScannedFile[] = [];
        const end = await collect(untar(inflated.bytes, path), files);
        await keeper.end();
        const cut = inflated.end().whole === false ? because(inflated.end()) : end === "cut" ? "the tar has no end" : undefined;
        return { files, tar: new TarBytes(keeper), ...(cut === undefined ? {} : { cut }), close: () => keeper.close() };
    } catch (error) {
        await keeper.close();
        throw error;
    }
}

function because(end: GzipEnd): string {
    return end.whole ? "" : end.because;
}

async function collect(tar: AsyncGenerator<TarMember, TarEnd>, files: ScannedFile[]): Promise<TarEnd> {
    for (;;) {
        const next = await tar.next();
        if (next.done) return next.value;
        const { path, size, mtime, contentAt, content } = next.value;
        const heads: Uint8Array[] = [];
        let present = 0;
        for await (const chunk of content) {
            if (present < HEAD_BYTES) heads.push(chunk.subarray(0, HEAD_BYTES - present));
            present += chunk.byteLength;
        }
        const apiVersion = APIVERSION.exec(Buffer.concat(heads).toString("utf8"))?.[1];
        files.push({ path, size, mtime, contentAt, present, ...(apiVersion === undefined ? {} : { apiVersion }) });
    }
}

/** The inflated bytes, of which every one is kept on the way. */
function inflate(path: string, keeper: BlockKeeper): { bytes: AsyncIterable<Uint8Array>; end: () => GzipEnd } {
    let end: GzipEnd = { whole: true };
    const generate = async function* () {
        const chunks = gunzip(createReadStream(path, { highWaterMark: READ_BYTES }), path);
        try {
            for (;;) {
                const next = await chunks.next();
                if (next.done) {
                    end = next.value;
                    return;
                }
                await keeper.add(next.value);
                yield next.value;
            }
        } finally {
            await chunks.return({ whole: true });
        }
    };
    return { bytes: generate(), end: () => end };
}
