import { createGunzip } from "node:zlib";
import { ProblemError } from "../core/problem.ts";

/** What an archive may grow to: so much freely, then so many times its own size. Deflate itself can give 1032. */
const FREE_BYTES = 256 * 2 ** 20;
const MAX_RATIO = 500;

/** How a gzip stream ended: whole, or cut or spoilt from somewhere on (then what came before it stands). */
export type GzipEnd = { readonly whole: true } | { readonly whole: false; readonly because: string };

/**
 * Inflates a gzip stream; the return value says how it ended, and it never throws for that. Throws ProblemError `damaged` when it
 * grows as only a bomb does. Output comes before the next input is taken, so that what a broken stream still gives is not lost.
 */
export async function* gunzip(packed: AsyncIterable<Uint8Array>, what: string): AsyncGenerator<Uint8Array, GzipEnd> {
    const inflater = createGunzip({ chunkSize: 256 * 1024 });
    let ready: Uint8Array[] = [];
    let failure: Error | undefined;
    let wake = () => {};
    inflater.on("data", (chunk: Uint8Array) => ready.push(chunk));
    inflater.on("error", (error) => {
        failure ??= error;
        wake();
    });
    let taken = 0;
    let given = 0;
    /** Does one thing, waits until it is done or has failed, and gives what came of it. */
    const step = async function* (begin: (done: () => void) => void): AsyncGenerator<Uint8Array, Error | undefined> {
        await new Promise<void>((resolve) => {
            wake = resolve;
            begin(resolve);
        });
        const chunks = ready;
        ready = [];
        for (const chunk of chunks) {
            given += chunk.byteLength;
            if (given > FREE_BYTES && given > taken * MAX_RATIO) throw bomb(what, taken, given);
            yield chunk;
        }
        return failure;
    };
    try {
        for await (const chunk of packed) {
            taken += chunk.byteLength;
            const error = yield* step((done) => inflater.write(chunk, () => done()));
            if (error) return { whole: false, because: error.message };
        }
        const error = yield* step((done) => inflater.once("end", done).end());
        return error === undefined && taken > 0 ? { whole: true } : { whole: false, because: error?.message ?? "it is empty" };
    } finally {
        inflater.destroy();
    }
}

function bomb(what: string, taken: number, given: number): ProblemError {
    const message = `reading ${what}: its first ${taken} bytes inflate to more than ${given}: no archive of evidence does`;
    return new ProblemError({ code: "damaged", message });
}
