import type { KubernetesReader } from "../clients/kubernetes/reader.ts";
import { readerUntil } from "../clients/kubernetes/reader-until.ts";
import { deadline } from "../core/deadline.ts";
import { type Problem, ProblemError } from "../core/problem.ts";
import { type KnownSecrets, readKnownSecrets } from "../redact/read-known.ts";
import type { WorkerPool } from "../redact/worker-pool.ts";
import type { Clients, Inventory } from "../sources/source.ts";

/** The values to search for everywhere, and what of their sources could not be read. */
export interface KnownOfRun extends KnownSecrets {
    /** By kind, those beside Secrets: why it, or a part of it, was not looked at. */
    readonly missed: ReadonlyMap<string, Problem>;
}

interface KnownRequest {
    readonly clients: Clients;
    readonly inventory: Inventory;
    /** Namespaces that the run is narrowed to; empty: all. */
    readonly only: readonly string[];
    /** Of the whole run. */
    readonly timeoutMs: number;
    readonly pool: WorkerPool;
}

/** So much of a run may go into reading what is secret, and so long one list may say nothing: a sick cluster shall yield an archive too. */
const SHARE_OF_RUN = 1 / 5;
const SILENCE_MS = 30_000;

/**
 * Reads what is secret before anything is rendered. What does not answer in good time, or is not read when `stop` fires, is missed and
 * said: it is never a reason to hold up the run.
 */
export async function knownOfRun(request: KnownRequest, stop: AbortSignal): Promise<KnownOfRun> {
    const { clients, inventory, only, timeoutMs, pool } = request;
    const missed = new Map<string, Problem>();
    if (!clients.kubernetes) return { values: [], pages: 0, missed };
    const phaseMs = timeoutMs * SHARE_OF_RUN;
    const late = () =>
        new ProblemError({ code: "timeout", message: `reading what is secret took longer than ${Math.ceil(phaseMs / 1000)} s` });
    using phase = deadline(stop, phaseMs, late);
    const patient = readerUntil(clients.kubernetes, { end: phase.signal, answerMs: Math.min(SILENCE_MS, phaseMs / 2) });
    const reader = watched(patient, ({ kind }, problem) => missed.set(kind, problem));
    const namespaces = { fallback: inventory.namespaces, only };
    const known = await readKnownSecrets(reader, inventory.resources, namespaces, pool, new AbortController().signal);
    missed.delete("Secret");
    return { ...known, missed };
}

/** Tells of every list that fails. */
function watched(
    reader: KubernetesReader,
    failed: (type: Parameters<KubernetesReader["list"]>[0]["type"], problem: Problem) => void,
): KubernetesReader {
    return {
        ...reader,
        async *list(request, signal) {
            for await (const page of reader.list(request, signal)) {
                if (!page.ok) failed(request.type, page.problem);
                yield page;
            }
        },
    };
}
