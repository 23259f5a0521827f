import { ProblemError } from "../core/problem.ts";
import { linePieces } from "./line-pieces.ts";
import { createTextNets } from "./nets/create.ts";
import type { RedactionCounts } from "./redacted.ts";
import type { FileRendered, PieceRendered, ShownInFile } from "./render-task.ts";
import type { NetSettings, TextNets } from "./text-nets.ts";
import { WorkerPool } from "./worker-pool.ts";

/** Redacts files made by anything, in worker threads, keeping their format. Methods reject with ProblemError `withheld` where that cannot be done. */
export interface FileRedactor {
    /** A document that fits into memory. Takes the bytes: they are transferred and gone. */
    document(name: string, bytes: Uint8Array, signal: AbortSignal): Promise<FileRendered>;
    /** Any text, in bounded memory. `told` gets the counts of each piece. */
    lines(
        chunks: AsyncIterable<Uint8Array>,
        told: (counts: RedactionCounts) => void,
        signal: AbortSignal,
    ): AsyncIterable<Uint8Array>;
    /** What a document shows to be secret; of what is none, nothing. */
    shown(name: string, bytes: Uint8Array, signal: AbortSignal): Promise<ShownInFile>;
    /** The name of a file without secrets in it. */
    name(text: string): string;
    close(): Promise<void>;
}

/** Close it, or its threads hold the process. */
export function createFileRedactor(settings: NetSettings, workers: number): FileRedactor {
    return new PoolRedactor(settings, workers);
}

class PoolRedactor implements FileRedactor {
    readonly #pool: WorkerPool;
    /** As the threads have them. */
    readonly #settings: NetSettings;
    #nets: TextNets | undefined;

    constructor(settings: NetSettings, workers: number) {
        this.#pool = new WorkerPool(settings.user.keys, workers);
        this.#settings = this.#pool.use(settings);
    }

    async document(name: string, bytes: Uint8Array, signal: AbortSignal): Promise<FileRendered> {
        const done = await this.#run({ type: "file", name, bytes: owned(bytes) }, signal);
        if (done.type !== "file") throw failed("the worker answered something else");
        return done;
    }

    async *lines(
        chunks: AsyncIterable<Uint8Array>,
        told: (counts: RedactionCounts) => void,
        signal: AbortSignal,
    ): AsyncGenerator<Uint8Array> {
        let rest: Uint8Array = new Uint8Array(0);
        const pass = async (bytes: Uint8Array, last: boolean): Promise<PieceRendered> => {
            const done = await this.#run({ type: "lines", rest, bytes: owned(bytes), last }, signal);
            if (done.type !== "piece") throw failed("the worker answered something else");
            rest = done.rest;
            told(done.counts);
            return done;
        };
        for await (const piece of linePieces(chunks)) {
            const { bytes } = await pass(piece, false);
            if (bytes.length > 0) yield bytes;
        }
        const { bytes } = await pass(new Uint8Array(0), true);
        if (bytes.length > 0) yield bytes;
    }

    async shown(name: string, bytes: Uint8Array, signal: AbortSignal): Promise<ShownInFile> {
        const done = await this.#run({ type: "shown", name, bytes: owned(bytes) }, signal);
        if (done.type !== "shown") throw failed("the worker answered something else");
        return done;
    }

    name(text: string): string {
        this.#nets ??= createTextNets(this.#settings);
        const hidden = this.#nets.string(text).text;
        return hidden === text ? text : hidden.replace(/[<>:"|?*\\]/g, "_");
    }

    close(): Promise<void> {
        return this.#pool.close();
    }

    async #run(task: Parameters<WorkerPool["run"]>[0], signal: AbortSignal) {
        try {
            return await this.#pool.run(task, signal);
        } catch (error) {
            signal.throwIfAborted();
            throw failed(error instanceof Error ? error.message : String(error));
        }
    }
}

function failed(because: string): ProblemError {
    return new ProblemError({ code: "withheld", message: `looking for secrets in it failed (${because})` });
}

/** In a buffer that nobody else has a view of, so that it can be transferred. */
function owned(bytes: Uint8Array): Uint8Array {
    return bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer ? bytes : new Uint8Array(bytes);
}
