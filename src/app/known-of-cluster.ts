import { connect } from "../clients/kubernetes/connect.ts";
import type { ConnectOptions } from "../clients/kubernetes/connect-options.ts";
import { ok, type Problem, type Result } from "../core/problem.ts";
import { takeInventory } from "../plan/inventory.ts";
import { readKnownSecrets } from "../redact/read-known.ts";
import type { KnownValue } from "../redact/text-nets.ts";
import { WorkerPool } from "../redact/worker-pool.ts";

/** What a cluster shows to be secret, and its names that are none. In memory only. */
export interface KnownOfCluster {
    readonly server: string;
    readonly known: readonly KnownValue[];
    readonly names: readonly string[];
    /** Not all Secrets could be read. */
    readonly problem?: Problem;
}

/** A cluster to search the values of. */
export interface AgainstCluster {
    readonly connection: ConnectOptions;
    readonly namespaces: readonly string[];
}

/** Reads the Secrets that the context can read, now. Fails when none of them can be: a search that silently is not one is worse. */
export async function knownOfCluster(
    { connection, namespaces }: AgainstCluster,
    now: () => Date,
    signal: AbortSignal,
): Promise<Result<KnownOfCluster>> {
    const connected = await connect(connection, signal);
    if (!connected.ok) return connected;
    const reader = connected.value;
    const pool = new WorkerPool([], 1);
    try {
        const inventory = await takeInventory(reader, namespaces, now, signal);
        const { values, pages, problem } = await readKnownSecrets(
            reader,
            inventory.resources,
            { fallback: inventory.namespaces, only: [] },
            pool,
            signal,
        );
        if (problem !== undefined && pages === 0) return { ok: false, problem };
        const names = [...inventory.namespaces, ...inventory.nodes, ...new Set(values.map(({ secret }) => secret))];
        return ok({ server: reader.server, known: values, names, ...(problem === undefined ? {} : { problem }) });
    } finally {
        await Promise.all([reader.close(), pool.close()]);
    }
}
