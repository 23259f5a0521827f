import type { Buffer } from "node:buffer";
import { buffer } from "node:stream/consumers";
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from "yauzl";
import { ProblemError } from "../../core/problem.ts";
import { type Member, type Members, nothing } from "./member.ts";

/** Deflate gives 1032 at most; text gives 20. */
const MAX_RATIO = 500;
const FREE_BYTES = 256 * 2 ** 20;
const MAX_TARGET_BYTES = 4096;

/** The members of a zip, in the order of its directory: a file, or bytes already in memory. */
export async function* zipMembers(from: string | Buffer, what: string): Members {
    const zip = await opened(from, what);
    try {
        for await (const entry of zip.eachEntry()) yield await memberOf(zip, entry, what);
        return {};
    } catch (error) {
        throw error instanceof ProblemError ? error : damaged(what, error);
    } finally {
        zip.close();
    }
}

async function opened(from: string | Buffer, what: string): Promise<ZipFile> {
    const options = { autoClose: false, strictFileNames: true };
    try {
        return typeof from === "string" ? await openPromise(from, options) : await fromBufferPromise(from, options);
    } catch (error) {
        throw damaged(what, error);
    }
}

async function memberOf(zip: ZipFile, entry: Entry, what: string): Promise<Member> {
    const unix = entry.versionMadeBy >> 8 === 3 ? entry.externalFileAttributes >>> 16 : 0;
    const type = unix & 0o170000;
    const isFolder = entry.fileName.endsWith("/");
    const common = {
        path: entry.fileName.replace(/\/+$/, ""),
        mode: unix & 0o7777 || (isFolder ? 0o755 : 0o644),
        modifiedAt: entry.getLastModDate({ timezone: "UTC" }),
        content: nothing(),
    };
    if (isFolder) return { ...common, type: "folder" };
    if (entry.isEncrypted()) return { ...common, type: "other", because: "it is encrypted" };
    if (!entry.canDecodeFileData()) return { ...common, type: "other", because: "its compression is not known" };
    if (entry.uncompressedSize > FREE_BYTES && entry.uncompressedSize > entry.compressedSize * MAX_RATIO)
        throw new ProblemError({
            code: "damaged",
            message: `reading ${what}: ${JSON.stringify(common.path)} inflates as only a bomb does`,
        });
    if (type === 0o120000) {
        if (entry.uncompressedSize > MAX_TARGET_BYTES) return { ...common, type: "other", because: "it is a link to nowhere" };
        return { ...common, type: "link", target: (await buffer(await zip.openReadStreamPromise(entry))).toString("utf8") };
    }
    return { ...common, type: "file", content: contentOf(zip, entry, what) };
}

async function* contentOf(zip: ZipFile, entry: Entry, what: string): AsyncGenerator<Uint8Array> {
    try {
        yield* await zip.openReadStreamPromise(entry);
    } catch (error) {
        throw damaged(what, error);
    }
}

function damaged(what: string, error: unknown): ProblemError {
    const because = error instanceof Error ? error.message : String(error);
    return new ProblemError({ code: "damaged", message: `reading ${what}: refused: ${because}` });
}
