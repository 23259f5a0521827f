import { type FileHandle, open, rm } from "node:fs/promises";
import { diskError } from "./disk-problem.ts";

/** A temporary file whose name is removed as soon as it is open, so that a killed run leaves nothing. Made when first written. */
export class NamelessFile {
    readonly #path: string;
    #file: Promise<FileHandle> | undefined;

    constructor(path: string) {
        this.#path = path;
    }

    /** Throws ProblemError `disk`. */
    async write(bytes: Uint8Array, at: number): Promise<void> {
        try {
            this.#file ??= openNameless(this.#path);
            const file = await this.#file;
            for (let done = 0; done < bytes.byteLength; )
                done += (await file.write(bytes, done, bytes.byteLength - done, at + done)).bytesWritten;
        } catch (error) {
            throw diskError(`writing ${this.#path}`, error);
        }
    }

    async read(at: number, length: number): Promise<Uint8Array> {
        const bytes = Buffer.alloc(length);
        const file = await this.#file;
        const read = await file?.read(bytes, 0, length, at);
        return bytes.subarray(0, read?.bytesRead ?? 0);
    }

    /** Frees its disk; it may be written anew. */
    async close(): Promise<void> {
        const file = await this.#file?.catch(() => undefined);
        this.#file = undefined;
        await file?.close();
        // Windows refuses to remove an open file: there the name goes only now.
        if (file) await rm(this.#path, { force: true });
    }
}

async function openNameless(path: string): Promise<FileHandle> {
    const file = await open(path, "wx+", 0o600);
    await rm(path, { force: true }).catch(() => undefined);
    return file;
}
