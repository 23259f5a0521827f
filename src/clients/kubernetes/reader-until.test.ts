import { expect, test, vi } from "vitest";
import { MANAGEMENT } from "../../core/cluster-ref.ts";
import { ok, ProblemError, type Result } from "../../core/problem.ts";
import type { KubernetesReader, ListPage, ResourceType } from "./reader.ts";
import { readerUntil } from "./reader-until.ts";

const PODS: ResourceType = { group: "", version: "v1", resource: "pods", kind: "Pod", namespaced: true };
const LATE = new ProblemError({ code: "timeout", message: "the phase is over" });
const NEVER = new AbortController().signal;

async function until(signal: AbortSignal): Promise<never> {
    signal.throwIfAborted();
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
}

/** Gives one page of a list and then falls silent, as it does at once for everything else. */
function silent(hanging: () => void = () => {}): KubernetesReader {
    return {
        cluster: MANAGEMENT,
        server: "https://127.0.0.1:1",
        defaultNamespace: "default",
        traffic: { requests: 0, bytes: 0 },
        get: (_path, _options, signal) => {
            hanging();
            return until(signal);
        },
        async *list(_request, signal) {
            yield ok({ bytes: Buffer.from("{}"), inconsistent: false });
            hanging();
            await until(signal);
        },
        log: (_request, signal) => until(signal),
        allowed: (_permission, signal) => until(signal),
        close: async () => {},
    };
}

async function pages(reader: KubernetesReader, signal: AbortSignal): Promise<Result<ListPage>[]> {
    const all: Result<ListPage>[] = [];
    for await (const page of reader.list({ type: PODS }, signal)) all.push(page);
    return all;
}

test("When the phase is over a hanging list ends with a problem, and the pages before it stand", async () => {
    const end = new AbortController();
    const reader = readerUntil(
        silent(() => end.abort(LATE)),
        { end: end.signal, answerMs: 60_000 },
    );
    expect(await pages(reader, NEVER)).toEqual([
        { ok: true, value: { bytes: Buffer.from("{}"), inconsistent: false } },
        { ok: false, problem: { code: "timeout", message: "listing pods: the phase is over" } },
    ]);
});

test("A document that hangs is a problem when the phase is over, and at once from then on", async () => {
    const end = new AbortController();
    const reader = readerUntil(
        silent(() => end.abort(LATE)),
        { end: end.signal, answerMs: 60_000 },
    );
    const late = { ok: false, problem: { code: "timeout", message: "GET /apis: the phase is over" } };
    expect(await reader.get("/apis", {}, NEVER)).toEqual(late);
    expect(await reader.get("/apis", {}, NEVER)).toEqual(late);
});

test("A list that is silent for longer than one answer may take is given up before the phase is over", async () => {
    const reader = readerUntil(silent(), { end: NEVER, answerMs: 1 });
    expect((await pages(reader, NEVER)).at(-1)).toEqual({
        ok: false,
        problem: { code: "timeout", message: "listing pods: no answer for 0.001 s" },
    });
});

test("A list whose bytes still come is waited for, until the phase is over", async () => {
    vi.useFakeTimers();
    try {
        const slow = silent();
        const traffic = { requests: 1, bytes: 0 };
        const arriving = setInterval(() => {
            traffic.bytes++;
        }, 100);
        const end = new AbortController();
        setTimeout(() => end.abort(LATE), 10_000);
        const last = pages(readerUntil({ ...slow, traffic }, { end: end.signal, answerMs: 1_000 }), NEVER);
        await vi.advanceTimersByTimeAsync(10_000);
        clearInterval(arriving);
        expect((await last).at(-1)).toEqual({
            ok: false,
            problem: { code: "timeout", message: "listing pods: the phase is over" },
        });
    } finally {
        vi.useRealTimers();
    }
});

test("An abort throws as it does without a limit", async () => {
    const stop = new AbortController();
    const reader = readerUntil(
        silent(() => stop.abort(LATE)),
        { end: NEVER, answerMs: 60_000 },
    );
    await expect(pages(reader, stop.signal)).rejects.toBe(LATE);
    await expect(reader.get("/apis", {}, stop.signal)).rejects.toBe(LATE);
});
