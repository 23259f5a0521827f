import { ConnectError } from "@connectrpc/connect";
import { deadline } from "../../core/deadline.ts";
import { type Problem, ProblemError } from "../../core/problem.ts";
import type { Streamed } from "../kubernetes/reader.ts";
import type { Data } from "./gen/common_pb.ts";
import { type Call, localCause } from "./talos-problem.ts";

/** All elements of a stream that is known to be short. More than `max` is a ProblemError `invalid`. */
export async function gather<T>(
    elements: AsyncIterable<T>,
    limit: { readonly max: number; readonly what: string; readonly call: Call },
    signal: AbortSignal,
): Promise<T[]> {
    const found: T[] = [];
    for await (const element of elements) {
        signal.throwIfAborted();
        if (found.length === limit.max)
            throw new ProblemError({
                code: "invalid",
                message: `${limit.what}: more than ${limit.max}, which is not believable`,
            });
        found.push(element);
    }
    return found;
}

/** The elements of a stream that never ends: until nothing came for `quietMs`, or there are `max`. `firstMs` is for the first, and for all of them. */
export async function gatherUntilQuiet<T>(
    start: (signal: AbortSignal) => AsyncIterable<T>,
    limit: { readonly firstMs: number; readonly quietMs: number; readonly max: number; readonly call: Call },
    signal: AbortSignal,
): Promise<T[]> {
    const late = () =>
        new ProblemError({ code: "timeout", message: `${limit.call.method} on node ${limit.call.node} gave no answer in time` });
    using whole = deadline(signal, limit.firstMs, late);
    const stop = new AbortController();
    const elements = start(AbortSignal.any([whole.signal, stop.signal]))[Symbol.asyncIterator]();
    const found: T[] = [];
    try {
        while (found.length < limit.max) {
            const next = await within(elements.next(), found.length === 0 ? limit.firstMs : limit.quietMs);
            if (next === undefined || next.done) break;
            found.push(next.value);
        }
    } catch (error) {
        signal.throwIfAborted();
        if (!whole.expired) throw error;
        if (found.length === 0) throw whole.signal.reason;
    } finally {
        stop.abort();
    }
    return found;
}

/** What the promise gives, or undefined when that takes longer. */
async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<undefined>((resolve) => {
        timer = setTimeout(resolve, ms, undefined);
    });
    promise.catch(() => undefined);
    try {
        return await Promise.race([promise, silence]);
    } finally {
        clearTimeout(timer);
    }
}

/** Opens a stream of bytes: trouble before the first of them is thrown at once, later trouble when the chunks are read. */
export async function streamBytes(
    start: (signal: AbortSignal) => AsyncIterable<Data>,
    options: { readonly stallTimeoutMs: number; readonly call: Call; counted(chunk: Uint8Array): Uint8Array },
    signal: AbortSignal,
): Promise<Streamed> {
    const { call, stallTimeoutMs } = options;
    const stop = new AbortController();
    const elements = start(AbortSignal.any([signal, stop.signal]))[Symbol.asyncIterator]();
    const next = async () => {
        let stalled = false;
        const timer = setTimeout(() => {
            stalled = true;
            stop.abort();
        }, stallTimeoutMs);
        try {
            return await elements.next();
        } catch (error) {
            signal.throwIfAborted();
            if (!stalled) throw error;
            throw new ProblemError({
                code: "stalled",
                message: `${call.method} on node ${call.node} sent nothing for ${stallTimeoutMs / 1000} s`,
            });
        } finally {
            clearTimeout(timer);
        }
    };
    return { chunks: chunksOf(await next(), next, { ...options, finish: () => stop.abort(), signal }) };
}

interface Reading {
    readonly call: Call;
    readonly signal: AbortSignal;
    counted(chunk: Uint8Array): Uint8Array;
    finish(): void;
}

async function* chunksOf(
    first: IteratorResult<Data>,
    next: () => Promise<IteratorResult<Data>>,
    reading: Reading,
): AsyncGenerator<Uint8Array> {
    try {
        for (let at = first; !at.done; at = await next())
            if (at.value.bytes.byteLength > 0) yield reading.counted(at.value.bytes);
    } catch (error) {
        reading.signal.throwIfAborted();
        throw new ProblemError(brokenOff(error, reading.call));
    } finally {
        reading.finish();
    }
}

function brokenOff(error: unknown, { method, node }: Call): Problem {
    if (error instanceof ProblemError) return error.problem;
    const reason = localCause(error)?.message ?? ConnectError.from(error).rawMessage;
    return { code: "cut", message: `${method} on node ${node} broke off: ${reason}`, cause: error };
}
