import { createHash, type Hash } from "node:crypto";
import { type FileHandle, link, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { fail, ok, type Result } from "../core/problem.ts";
import { diskError, diskProblem, errnoOf } from "./disk-problem.ts";
import { NamelessFile } from "./nameless-file.ts";
import type { Sink } from "./sink.ts";

/** While it is written, an archive carries this after its name. */
export const PARTIAL = ".partial";

/**
 * Opens `<path>.partial`. `configuration` when the path cannot be written, or when something is there and `overwrite` is not set:
 * before any work. What a killed run left under the partial name is never overwritten either.
 */
export async function createFileSink(
    path: string,
    options: {
        readonly overwrite: boolean;
        /** What it is called while it is written; `<path>.partial` when absent. */
        readonly partial?: string;
    },
): Promise<Result<FileSink>> {
    const partial = options.partial ?? path + PARTIAL;
    const existing = await stat(path).catch(() => undefined);
    if (existing?.isDirectory()) return fail("configuration", `writing ${path}: it is a folder`, { hint: "name a file with -o" });
    if (existing && !options.overwrite)
        return fail("configuration", `writing ${path}: it is there already`, {
            hint: "name another with -o, or replace it with --force",
        });
    try {
        const file = await open(partial, options.overwrite ? "w+" : "wx+", 0o600);
        const sink = new FileSink({ path, partial }, file, options.overwrite);
        return ok(sink);
    } catch (error) {
        if (errnoOf(error) === "EEXIST")
            return fail("configuration", `writing ${path}: ${partial} is there already`, {
                hint: `a run is writing it, or left it behind: casefile repair ${partial}`,
            });
        return { ok: false, problem: diskProblem(`writing ${path}`, error, "configuration") };
    }
}

/** An archive that becomes visible under its name only when it is whole. */
export class FileSink implements Sink {
    readonly path: string;
    readonly #partial: string;
    readonly #file: FileHandle;
    readonly #overwrite: boolean;
    readonly #reserve: NamelessFile;
    #reserved = 0;
    #bytes = 0;
    /** Of what was written; undefined once some of that was taken back. */
    #hash: Hash | undefined = createHash("sha256");
    #sha256 = "";

    constructor({ path, partial }: { readonly path: string; readonly partial: string }, file: FileHandle, overwrite: boolean) {
        this.path = path;
        this.#partial = partial;
        this.#file = file;
        this.#overwrite = overwrite;
        this.#reserve = new NamelessFile(`${path}.reserve`);
    }

    get bytes(): number {
        return this.#bytes;
    }

    get sha256(): string {
        return this.#sha256;
    }

    async write(bytes: Uint8Array): Promise<void> {
        try {
            await writeFully(this.#file, bytes, this.#bytes);
            this.#bytes += bytes.byteLength;
            this.#hash?.update(bytes);
        } catch (error) {
            throw diskError(`writing ${this.path}`, error);
        }
    }

    async readAt(at: number, length: number): Promise<Uint8Array> {
        const bytes = Buffer.allocUnsafe(length);
        const { bytesRead } = await this.#file.read(bytes, 0, length, at);
        return bytes.subarray(0, bytesRead);
    }

    async truncate(at: number): Promise<void> {
        await this.#file.truncate(at);
        this.#bytes = at;
        this.#hash = undefined;
    }

    /** Zeros: a hole would hold nothing back. */
    async growReserve(bytes: number): Promise<void> {
        if (bytes <= this.#reserved) return;
        await this.#reserve.write(Buffer.alloc(bytes - this.#reserved), this.#reserved);
        this.#reserved = bytes;
    }

    async releaseReserve(): Promise<void> {
        await this.#reserve.close();
    }

    async finish(): Promise<void> {
        try {
            await this.releaseReserve();
            await this.#file.truncate(this.#bytes);
            this.#sha256 = (this.#hash ?? (await hashOf(this.#file, this.#bytes))).digest("hex");
            await this.#file.sync();
            await this.#file.close();
            await this.#publish();
            await syncFolder(dirname(this.path));
        } catch (error) {
            throw diskError(`writing ${this.path}`, error);
        }
    }

    async discard(): Promise<void> {
        await this.releaseReserve();
        await this.#file.close().catch(() => undefined);
        await rm(this.#partial, { force: true });
    }

    /** A hard link, unlike a rename, does not replace what came to be there in the meantime. */
    async #publish(): Promise<void> {
        const partial = this.#partial;
        if (this.#overwrite) return rename(partial, this.path);
        try {
            await link(partial, this.path);
        } catch (error) {
            if (errnoOf(error) === "EEXIST") throw error;
            return rename(partial, this.path);
        }
        await rm(partial);
    }
}

async function hashOf(file: FileHandle, bytes: number): Promise<Hash> {
    const hash = createHash("sha256");
    const buffer = Buffer.alloc(1024 * 1024);
    for (let at = 0; at < bytes; ) {
        const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, bytes - at), at);
        if (bytesRead === 0) break;
        hash.update(buffer.subarray(0, bytesRead));
        at += bytesRead;
    }
    return hash;
}

async function writeFully(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < bytes.byteLength; ) {
        const { bytesWritten } = await file.write(bytes, done, bytes.byteLength - done, position + done);
        done += bytesWritten;
    }
}

/** The name too outlives a power cut; not every file system lets a folder be synced. */
async function syncFolder(path: string): Promise<void> {
    const folder = await open(path, "r").catch(() => undefined);
    await folder?.sync().catch(() => undefined);
    await folder?.close();
}
