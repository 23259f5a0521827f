import type { KubernetesReader, ResourceType } from "../clients/kubernetes/reader.ts";
import type { Problem } from "../core/problem.ts";
import type { KnownValue } from "./text-nets.ts";
import { knownValues, valuesShownInPage } from "./values-shown.ts";

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
 * outcome does not depend on which evidence comes first. Where the whole cluster is forbidden, namespace by namespace.
 */
export async function readKnownSecrets(
    reader: KubernetesReader,
    types: readonly ResourceType[],
    namespaces: readonly string[],
    signal: AbortSignal,
): Promise<KnownSecrets> {
    const secrets = types.find(({ group, kind }) => group === "" && kind === "Secret") ?? SECRETS;
    const others = types.filter(({ kind }) => ALSO.has(kind));
    const [own, ...shown] = await Promise.all([secrets, ...others].map((type) => readKind(reader, type, namespaces, signal)));
    const values = knownValues([...(own?.values ?? []), ...shown.flatMap((read) => read.values)]);
    return { values, pages: own?.pages ?? 0, ...(own?.problem === undefined ? {} : { problem: own.problem }) };
}

const SECRETS: ResourceType = { group: "", version: "v1", resource: "secrets", kind: "Secret", namespaced: true };

async function readKind(
    reader: KubernetesReader,
    type: ResourceType,
    namespaces: readonly string[],
    signal: AbortSignal,
): Promise<Read> {
    const all = await readList(reader, type, undefined, signal);
    if (all.problem?.code !== "forbidden") return all;
    const parts: Read[] = [];
    for (const namespace of namespaces) parts.push(await readList(reader, type, namespace, signal));
    return {
        values: parts.flatMap(({ values }) => values),
        pages: parts.reduce((sum, { pages }) => sum + pages, 0),
        problem: all.problem,
    };
}

async function readList(
    reader: KubernetesReader,
    type: ResourceType,
    namespace: string | undefined,
    signal: AbortSignal,
): Promise<Read> {
    const values: KnownValue[] = [];
    let pages = 0;
    const apiVersion = type.group === "" ? type.version : `${type.group}/${type.version}`;
    for await (const page of reader.list({ type, ...(namespace === undefined ? {} : { namespace }) }, signal)) {
        if (!page.ok) return { values, pages, problem: page.problem };
        const shown = valuesShownInPage(page.value.bytes, { apiVersion, kind: type.kind });
        if (!shown.ok) return { values, pages, problem: shown.problem };
        pages++;
        values.push(...shown.value);
    }
    return { values, pages };
}
