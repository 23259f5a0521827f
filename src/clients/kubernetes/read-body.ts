import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { fail, ok, type Result } from "../../core/problem.ts";
import type { Answer, Connection } from "./connection.ts";

const inflate = promisify(gunzip);
/** Bytes. Node's own 16 KiB would bring this thread into it a hundred times for a page. */
const INFLATED_AT_ONCE = 262_144;

/** All of a body in one buffer, inflated. `cut` when it ends early, `invalid` above maxBytes (the connection is closed then). */
export async function readBody(
    connection: Connection,
    what: string,
    answer: Answer,
    maxBytes: number,
    signal: AbortSignal,
): Promise<Result<Uint8Array>> {
    const { promise, resolve } = Promise.withResolvers<Result<Uint8Array>>();
    const tooLarge = fail("invalid", `${what}: the answer is larger than ${maxBytes} bytes`);
    const chunks: Buffer[] = [];
    let length = 0;
    answer.body.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        connection.traffic.bytes += chunk.length;
        if (length <= maxBytes) return;
        resolve(tooLarge);
        answer.body.destroy();
    });
    answer.body.on("end", () => resolve(ok(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length))));
    answer.body.on("error", (error) => resolve({ ok: false, problem: connection.interrupted(what, error) }));
    const read = await promise;
    signal.throwIfAborted();
    if (!read.ok || answer.headers["content-encoding"] !== "gzip") return read;
    try {
        return ok(await inflate(read.value, { maxOutputLength: maxBytes, chunkSize: INFLATED_AT_ONCE }));
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        return code === "ERR_BUFFER_TOO_LARGE" ? tooLarge : { ok: false, problem: connection.interrupted(what, error) };
    }
}
