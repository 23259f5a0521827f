import type { KubernetesReader, ResourceType } from "../clients/kubernetes/reader.ts";
import { FewAtOnce } from "../core/few-at-once.ts";
import { fail, type Problem, type Result } from "../core/problem.ts";
import { ownedBytes } from "./owned-bytes.ts";
import type { ObjectType } from "./structure/places.ts";
import type { KnownValue } from "./text-nets.ts";
import { knownValues } from "./values-shown.ts";
import type { WorkerPool } from "./worker-pool.ts";

/** The values to search for everywhere. `problem`: why the Secrets, or some of them, could not be read: net two is absent for those. */
export interface KnownSecrets {
    readonly values: readonly KnownValue[];
    /** Pages of Secrets that were read. */
    readonly pages: number;
    readonly problem?: Problem;
}

/** What can be read of one kind before the run. */
type Read = KnownSecrets;

/** Kinds beside Secrets in which people put passwords in clear. Pods repeat what their controllers say and are too many. */
const ALSO: ReadonlySet<string> = new Set(["ConfigMap", "Deployment", "StatefulSet", "DaemonSet", "CronJob", "HelmRelease"]);

/**
 * Reads every Secret's values, and what ConfigMaps and workloads show to be secret, into memory, before anything is rendered: so the
 * outcome does not depend on which evidence comes first. Where the whole cluster is forbidden, namespace by namespace (`fallback`).
 * Secrets are always read of all namespaces: a log may hold another namespace's. With `only`, the others are read of these alone.
 */
export async function readKnownSecrets(
    reader: KubernetesReader,
    types: readonly ResourceType[],
    { fallback, only }: { readonly fallback: readonly string[]; readonly only: readonly string[] },
    pool: WorkerPool,
    signal: AbortSignal,
): Promise<KnownSecrets> {
    const secrets = types.find(({ group, kind }) => group === "" && kind === "Secret") ?? SECRETS;
    const others = types.filter(({ kind }) => ALSO.has(kind));
    const own = readKind({ reader, type: secrets, pool }, fallback, signal);
    const shown = others.map((type) =>
        only.length > 0 ? readEach({ reader, type, pool }, only, signal) : readKind({ reader, type, pool }, fallback, signal),
    );
    return together(await Promise.all([own, ...shown]));
}

function together([own, ...shown]: readonly Read[]): KnownSecrets {
    const values = knownValues([...(own?.values ?? []), ...shown.flatMap((read) => read.values)]);
    return { values, pages: own?.pages ?? 0, ...(own?.problem === undefined ? {} : { problem: own.problem }) };
}

const SECRETS: ResourceType = { group: "", version: "v1", resource: "secrets", kind: "Secret", namespaced: true };

interface Reading {
    readonly reader: KubernetesReader;
    readonly type: ResourceType;
    readonly pool: WorkerPool;
}

async function readKind(reading: Reading, fallback: readonly string[], signal: AbortSignal): Promise<Read> {
    const all = await readList(reading, undefined, signal);
    if (all.problem?.code !== "forbidden") return all;
    return { ...(await readEach(reading, fallback, signal)), problem: all.problem };
}

async function readEach(reading: Reading, namespaces: readonly string[], signal: AbortSignal): Promise<Read> {
    const parts: Read[] = [];
    for (const namespace of namespaces) parts.push(await readList(reading, namespace, signal));
    const problem = parts.find((part) => part.problem)?.problem;
    return {
        values: parts.flatMap(({ values }) => values),
        pages: parts.reduce((sum, { pages }) => sum + pages, 0),
        ...(problem === undefined ? {} : { problem }),
    };
}

async function readList({ reader, type, pool }: Reading, namespace: string | undefined, signal: AbortSignal): Promise<Read> {
    const values: KnownValue[] = [];
    let pages = 0;
    let problem: Problem | undefined;
    const object = { apiVersion: type.group === "" ? type.version : `${type.group}/${type.version}`, kind: type.kind };
    const look = async (bytes: Uint8Array) => {
        const shown = await shownByPage(bytes, object, pool, signal);
        if (!shown.ok) {
            problem ??= shown.problem;
            return;
        }
        pages++;
        for (const value of shown.value) values.push(value);
    };
    const looking = new FewAtOnce(LOOKED_AT_ONCE);
    for await (const page of reader.list({ type, ...(namespace === undefined ? {} : { namespace }) }, signal)) {
        if (page.ok) await looking.start(() => look(page.value.bytes));
        else problem ??= page.problem;
        if (problem !== undefined) break;
    }
    await looking.ended();
    return { values, pages, ...(problem === undefined ? {} : { problem }) };
}

/** Pages of one list; the next one is fetched meanwhile. */
const LOOKED_AT_ONCE = 2;

async function shownByPage(
    bytes: Uint8Array,
    object: ObjectType,
    pool: WorkerPool,
    signal: AbortSignal,
): Promise<Result<readonly KnownValue[]>> {
    try {
        const rendered = await pool.run({ type: "shown-by-page", object, bytes: ownedBytes(bytes) }, signal);
        if (rendered.type === "shown-by-page") return rendered.values;
    } catch {
        signal.throwIfAborted();
    }
    return fail("withheld", `looking at a page of ${object.kind} for what it shows failed`);
}
