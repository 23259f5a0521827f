import { deadline } from "../../core/deadline.ts";
import type { Result } from "../../core/problem.ts";
import type { Answer, Connection, WireRequest } from "./connection.ts";
import type { Limits } from "./limits.ts";
import { readBody } from "./read-body.ts";
import { retryAfterMs, statusProblem } from "./status-problem.ts";
import { type Attempt, type RetryPolicy, withRetries } from "./with-retries.ts";

/** What every request of one reader shares. */
export interface Wire {
    readonly connection: Connection;
    readonly limits: Limits;
    readonly now: () => number;
}

/** A wire with the patience that all requests of one reader share. */
export interface PatientWire extends Wire {
    readonly policy: RetryPolicy;
}

/** A request whose answer is wanted whole. `json`: an answer that does not end like a JSON object was cut. */
export interface DocumentRequest extends Omit<WireRequest, "headMs"> {
    readonly maxBytes: number;
    readonly json: boolean;
    /** Of one try; limits.tryMs when absent. */
    readonly tryMs?: number;
}

/** The answer's body, tried again where trouble can pass. A failed attempt has the body of the refusal. */
export async function readDocument(
    wire: PatientWire,
    request: DocumentRequest,
    signal: AbortSignal,
): Promise<Attempt<Uint8Array>> {
    using whole = deadline(signal, wire.limits.requestMs, () => new Error("request deadline"));
    let last: Attempt<Uint8Array> = {
        ok: false,
        problem: { code: "timeout", message: `${request.what}: no answer within ${wire.limits.requestMs / 1000} s` },
    };
    try {
        const attempt = async () => {
            last = await readDocumentOnce(wire, request, whole.signal);
            return last;
        };
        return await withRetries(wire.policy, attempt, whole.signal);
    } catch (error) {
        signal.throwIfAborted();
        if (whole.expired) return last;
        throw error;
    }
}

/** The same without a second try, but the one after a 401. */
export async function readDocumentOnce(wire: Wire, request: DocumentRequest, signal: AbortSignal): Promise<Attempt<Uint8Array>> {
    const { connection, limits } = wire;
    const tryMs = request.tryMs ?? limits.tryMs;
    using limit = deadline(signal, tryMs, () => new Error("try deadline"));
    try {
        const answer = await connection.send(
            { ...request, compressible: true, headMs: Math.min(limits.headMs, tryMs) },
            limit.signal,
        );
        if (!answer.ok) return answer;
        if (answer.value.status < 200 || answer.value.status > 299)
            return await refused(wire, request.what, answer.value, limit.signal);
        const body = await readBody(connection, request.what, answer.value, request.maxBytes, limit.signal);
        return body.ok && request.json ? complete(request.what, answer.value, body.value) : body;
    } catch (error) {
        signal.throwIfAborted();
        if (!limit.expired) throw error;
        return {
            ok: false,
            problem: {
                code: "timeout",
                message: `${request.what}: not done within ${tryMs / 1000} s`,
                hint: "raise --request-timeout",
            },
        };
    }
}

const MAX_REFUSAL = 2 ** 20;

/** A refusal as an attempt, its body read as far as it can be. */
export async function refused(wire: Wire, what: string, answer: Answer, signal: AbortSignal): Promise<Attempt<never>> {
    const read = await readBody(wire.connection, what, answer, MAX_REFUSAL, signal);
    const body = read.ok ? read.value : new Uint8Array();
    const wait = retryAfterMs(answer.headers["retry-after"], wire.now());
    const problem = statusProblem({ what, status: answer.status, headers: answer.headers, body });
    return { ok: false, problem, body, ...(wait === undefined ? {} : { retryAfterMs: wait }) };
}

/** A proxy that breaks off may end a body that has no length properly; then the closing brace is missing. */
function complete(what: string, answer: Answer, body: Uint8Array): Attempt<Uint8Array> {
    if (lastByte(body) === 0x7d) return { ok: true, value: body };
    const html = String(answer.headers["content-type"]).includes("html");
    const problem = html
        ? {
              code: "invalid" as const,
              message: `${what}: the answer is a page of HTML`,
              hint: "is this the address of the API server, or of a proxy or login page?",
          }
        : {
              code: "cut" as const,
              message: `${what}: the answer ends in the middle`,
              hint: "try again; check the load balancers in between",
          };
    return { ok: false, problem };
}

/** The last byte that is not white space, or undefined. */
function lastByte(body: Uint8Array): number | undefined {
    let at = body.length - 1;
    while (at >= 0 && (body[at] ?? 0) <= 0x20) at--;
    return body[at];
}

/** The same without what only retries need. */
export function asResult<T>(attempt: Attempt<T>): Result<T> {
    return attempt.ok ? attempt : { ok: false, problem: attempt.problem };
}
