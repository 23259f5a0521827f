import { createHash } from "node:crypto";
import type { Writable } from "node:stream";
import { ProblemError } from "../core/problem.ts";
import { diskError, diskProblem } from "./disk-problem.ts";
import { NamelessFile } from "./nameless-file.ts";
import type { Sink } from "./sink.ts";

/** An archive that goes down a pipe. A copy in a file without a name lets the diagnosis read it back; it goes with the run. */
export class StreamSink implements Sink {
    readonly path = "-";
    readonly #stream: Writable;
    readonly #copy: NamelessFile;
    readonly #hash = createHash("sha256");
    #bytes = 0;
    #failure: unknown;

    /** `copyPath`: where the copy may be made. */
    constructor(stream: Writable, copyPath: string) {
        this.#stream = stream;
        this.#copy = new NamelessFile(copyPath);
        stream.on("error", this.#onError);
    }

    get bytes(): number {
        return this.#bytes;
    }

    get sha256(): string {
        return this.#hash.copy().digest("hex");
    }

    async write(bytes: Uint8Array): Promise<void> {
        if (this.#failure !== undefined) throw diskError("writing to standard output", this.#failure);
        await Promise.all([this.#send(bytes), this.#copy.write(bytes, this.#bytes)]);
        this.#hash.update(bytes);
        this.#bytes += bytes.byteLength;
    }

    readAt(at: number, length: number): Promise<Uint8Array> {
        return this.#copy.read(at, length);
    }

    /** What went down a pipe cannot be had back. */
    async truncate(at: number): Promise<void> {
        if (at < this.#bytes)
            throw new ProblemError(diskProblem("writing to standard output", this.#failure ?? new Error("it broke off")));
    }

    async growReserve(): Promise<void> {}

    async releaseReserve(): Promise<void> {}

    async finish(): Promise<void> {
        await this.discard();
    }

    async discard(): Promise<void> {
        this.#stream.off("error", this.#onError);
        await this.#copy.close();
    }

    readonly #onError = (error: unknown) => {
        this.#failure ??= error;
    };

    /** Resolves when the pipe has taken it: the slow reader slows the run, and memory stays flat. */
    #send(bytes: Uint8Array): Promise<void> {
        return new Promise((resolve, reject) => {
            this.#stream.write(bytes, (error) => (error ? reject(diskError("writing to standard output", error)) : resolve()));
        });
    }
}
