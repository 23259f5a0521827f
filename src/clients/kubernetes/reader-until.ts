import { deadline } from "../../core/deadline.ts";
import { type Problem, ProblemError, type Result } from "../../core/problem.ts";
import type { KubernetesReader, ListPage, ListRequest } from "./reader.ts";
import { untilAborted } from "./until-aborted.ts";

/** How long a phase of a run may ask. */
export interface Patience {
    /** Fires, with a ProblemError, when the phase has to be over. */
    readonly end: AbortSignal;
    /** An answer or list page is given up when so long nothing has come from the server, neither of it nor of anything else; milliseconds. */
    readonly answerMs: number;
}

/**
 * The same reader for a phase that must not hold up what comes after it: when its patience is over, the answer is a Problem instead of an
 * abort, so that whoever reads keeps what came before. Aborting `signal` throws as ever. Logs are not limited.
 */
export function readerUntil(reader: KubernetesReader, patience: Patience): KubernetesReader {
    const waiting: Waiting = { ...patience, traffic: reader.traffic };
    return {
        cluster: reader.cluster,
        server: reader.server,
        defaultNamespace: reader.defaultNamespace,
        traffic: reader.traffic,
        get: (path, options, signal) => asked(`GET ${path}`, (limit) => reader.get(path, options, limit), waiting, signal),
        list: (request, signal) => listed(reader, request, waiting, signal),
        log: (request, signal) => reader.log(request, signal),
        allowed: (permission, signal) =>
            asked("asking what is allowed", (limit) => reader.allowed(permission, limit), waiting, signal),
        close: () => reader.close(),
    };
}

interface Waiting extends Patience {
    readonly traffic: KubernetesReader["traffic"];
}

async function asked<T>(
    what: string,
    ask: (signal: AbortSignal) => Promise<Result<T>>,
    waiting: Waiting,
    signal: AbortSignal,
): Promise<Result<T>> {
    using limit = limited(what, waiting, signal);
    try {
        return await ask(limit.signal);
    } catch (error) {
        return { ok: false, problem: lateness(what, error, limit.signal, signal) };
    }
}

async function* listed(
    reader: KubernetesReader,
    request: ListRequest,
    waiting: Waiting,
    signal: AbortSignal,
): AsyncGenerator<Result<ListPage>> {
    const what = `listing ${request.type.resource}`;
    const left = new AbortController();
    const pages = reader.list(request, AbortSignal.any([signal, left.signal]))[Symbol.asyncIterator]();
    try {
        for (;;) {
            const page = await nextPage(what, pages, waiting, signal);
            if (page.done === true) return;
            yield page.value;
            if (!page.value.ok) return;
        }
    } finally {
        left.abort();
    }
}

async function nextPage(
    what: string,
    pages: AsyncIterator<Result<ListPage>>,
    waiting: Waiting,
    signal: AbortSignal,
): Promise<IteratorResult<Result<ListPage>>> {
    using limit = limited(what, waiting, signal);
    try {
        return await untilAborted(pages.next(), limit.signal);
    } catch (error) {
        return { value: { ok: false, problem: lateness(what, error, limit.signal, signal) } };
    }
}

/** A slow network is not a dead server: while bytes come the time begins anew, up to the end of the phase. */
function limited(what: string, { end, answerMs, traffic }: Waiting, signal: AbortSignal): Disposable & { signal: AbortSignal } {
    const message = `${what}: no answer for ${answerMs / 1000} s`;
    const limit = deadline(AbortSignal.any([signal, end]), answerMs, () => new ProblemError({ code: "timeout", message }));
    let seen = traffic.bytes;
    const watching = setInterval(() => {
        if (traffic.bytes !== seen) limit.restart();
        seen = traffic.bytes;
    }, answerMs / 4);
    return {
        signal: limit.signal,
        [Symbol.dispose]() {
            clearInterval(watching);
            limit[Symbol.dispose]();
        },
    };
}

/** What our own limit ended is a problem to tell; everything else goes on its way. */
function lateness(what: string, error: unknown, limit: AbortSignal, signal: AbortSignal): Problem {
    signal.throwIfAborted();
    const { reason } = limit;
    if (!(reason instanceof ProblemError)) throw error;
    const { message } = reason.problem;
    return message.startsWith(`${what}:`) ? reason.problem : { ...reason.problem, message: `${what}: ${message}` };
}
