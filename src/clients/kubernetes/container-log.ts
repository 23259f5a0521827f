import { deadline } from "../../core/deadline.ts";
import { ProblemError, type Result } from "../../core/problem.ts";
import { arrivedChunks } from "./arrived-chunks.ts";
import type { Answer } from "./connection.ts";
import { asResult, type PatientWire, refused } from "./read-document.ts";
import type { LogRequest, Streamed } from "./reader.ts";
import { type Attempt, withRetries } from "./with-retries.ts";

/** A node that does not answer will not after a second try, and every container on it would wait for that. */
const TRIES = { timeout: 1, unavailable: 2, "server-error": 2 };

/** Opens a log, with timestamps. Retries are over when its first byte is there: what breaks later is the reader's to tell. */
export async function openLog(wire: PatientWire, request: LogRequest, signal: AbortSignal): Promise<Result<Streamed>> {
    const what = `reading the log of ${request.namespace}/${request.pod} container ${request.container}${request.previous ? " (previous)" : ""}`;
    const attempt = () => openOnce(wire, what, logPath(request), signal);
    const opened = asResult(await withRetries({ ...wire.policy, tries: TRIES }, attempt, signal));
    return opened.ok ? { ok: true, value: { chunks: chunksOf(wire, what, opened.value, signal) } } : opened;
}

async function openOnce(wire: PatientWire, what: string, path: string, signal: AbortSignal): Promise<Attempt<Answer>> {
    const answer = await wire.connection.send({ what, path, accept: "*/*", headMs: wire.limits.logHeadMs }, signal);
    if (!answer.ok || (answer.value.status >= 200 && answer.value.status < 300)) return answer;
    using limit = deadline(signal, wire.limits.stallMs, () => new Error("refusal deadline"));
    return refused(wire, what, answer.value, limit.signal);
}

async function* chunksOf(wire: PatientWire, what: string, answer: Answer, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    try {
        for await (const chunk of arrivedChunks(answer.body)) {
            signal.throwIfAborted();
            wire.connection.traffic.bytes += chunk.length;
            yield chunk;
        }
    } catch (error) {
        signal.throwIfAborted();
        if (error instanceof ProblemError) throw error;
        throw new ProblemError(wire.connection.interrupted(what, error));
    }
}

function logPath(request: LogRequest): string {
    const { namespace, pod, container, previous, tailLines, sinceSeconds, limitBytes } = request;
    const query = new URLSearchParams({ container, timestamps: "true" });
    if (previous) query.set("previous", "true");
    if (tailLines !== undefined) query.set("tailLines", String(tailLines));
    if (sinceSeconds !== undefined) query.set("sinceSeconds", String(sinceSeconds));
    if (limitBytes !== undefined) query.set("limitBytes", String(limitBytes));
    return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log?${query}`;
}
