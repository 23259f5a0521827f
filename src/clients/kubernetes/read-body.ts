import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { fail, ok, type Result } from "../../core/problem.ts";
import type { Answer, Connection } from "./connection.ts";

const inflate = promisify(gunzip);
const LEAST_CHUNK = 1024;

/** Into one buffer of its own, which can be given to a thread: gzip says at its end how long it is (RFC 1952, ISIZE). */
async function inflated(body: Uint8Array, maxBytes: number): Promise<Uint8Array> {
    const last = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    const said = last.length < 4 ? 0 : last.readUInt32LE(last.length - 4);
    const chunkSize = Math.max(LEAST_CHUNK, Math.min(said, maxBytes) + 1);
    const { buffer, byteOffset, byteLength } = await inflate(body, { maxOutputLength: maxBytes, chunkSize });
    const isAlone = byteOffset === 0 && byteLength + LEAST_CHUNK >= buffer.byteLength;
    return isAlone
        ? new Uint8Array(buffer.transfer(byteLength))
        : Uint8Array.from(new Uint8Array(buffer, byteOffset, byteLength));
}

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
        return ok(await inflated(read.value, maxBytes));
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        return code === "ERR_BUFFER_TOO_LARGE" ? tooLarge : { ok: false, problem: connection.interrupted(what, error) };
    }
}
