import type { KubernetesReader } from "../clients/kubernetes/reader.ts";
import type { Problem } from "../core/problem.ts";
import type { KnownValue } from "./text-nets.ts";

/** The values of the Secrets that may be read. `problem`: why some or all could not be: then net two is absent for them. */
export interface KnownSecrets {
    readonly values: readonly KnownValue[];
    readonly secrets: number;
    readonly problem?: Problem;
}

const SECRETS = { group: "", version: "v1", resource: "secrets", kind: "Secret", namespaced: true } as const;

/**
 * Reads every Secret's values into memory, before anything is written. Where the whole cluster is forbidden, namespace by namespace.
 * The order is the API's (namespace, then name), so that of two Secrets with one value always the same one gives the token.
 */
export async function readKnownSecrets(
    reader: KubernetesReader,
    namespaces: readonly string[],
    signal: AbortSignal,
): Promise<KnownSecrets> {
    const all = await listed(reader, undefined, signal);
    if (all.problem?.code !== "forbidden") return all;
    const parts: KnownSecrets[] = [];
    for (const namespace of namespaces) parts.push(await listed(reader, namespace, signal));
    return {
        values: parts.flatMap(({ values }) => values),
        secrets: parts.reduce((sum, { secrets }) => sum + secrets, 0),
        problem: all.problem,
    };
}

async function listed(reader: KubernetesReader, namespace: string | undefined, signal: AbortSignal): Promise<KnownSecrets> {
    const values: KnownValue[] = [];
    let secrets = 0;
    for await (const page of reader.list({ type: SECRETS, ...(namespace === undefined ? {} : { namespace }) }, signal)) {
        if (!page.ok) return { values, secrets, problem: page.problem };
        const items = secretsOf(page.value.bytes);
        secrets += items.length;
        for (const secret of items) values.push(...valuesOf(secret));
    }
    return { values, secrets };
}

interface SecretItem {
    readonly metadata?: { readonly name?: string; readonly namespace?: string };
    readonly data?: Readonly<Record<string, string>> | null;
}

function secretsOf(page: Uint8Array): readonly SecretItem[] {
    const list: { readonly items?: readonly SecretItem[] | null } = JSON.parse(
        Buffer.from(page.buffer, page.byteOffset, page.byteLength).toString("utf8"),
    );
    return list.items ?? [];
}

function valuesOf({ metadata, data }: SecretItem): KnownValue[] {
    const place = { namespace: metadata?.namespace ?? "", secret: metadata?.name ?? "" };
    return Object.entries(data ?? {}).map(([key, encoded]) => ({ ...place, key, value: Buffer.from(encoded, "base64") }));
}
