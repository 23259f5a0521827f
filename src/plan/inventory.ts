import { type Discovery, discover } from "../clients/kubernetes/discovery.ts";
import type { KubernetesReader, ResourceType } from "../clients/kubernetes/reader.ts";
import type { ClusterRef } from "../core/cluster-ref.ts";
import type { Gap } from "../core/gap.ts";
import { fail, ok, type Result } from "../core/problem.ts";
import { gap, type Inventory } from "../sources/source.ts";

const PROBE = "probe";

/** What is known of a cluster whose API does not answer: nothing. The gap says that, and why. */
export function deadInventory(cluster: ClusterRef, problem: Gap["problem"], takenAt: Date): Inventory {
    const about = { cluster, type: "objects" } as const;
    return {
        cluster,
        resources: [],
        namespaces: [],
        allNamespaces: false,
        nodes: [],
        gaps: [gap(PROBE, about, problem, takenAt)],
    };
}

/**
 * Looks at a cluster once, before anything is planned: version, discovery, the names of namespaces and nodes. What of it could not be
 * had is a gap; a user who may not list namespaces gets the context's namespace, or those that were asked for.
 */
export async function takeInventory(
    reader: KubernetesReader,
    askedNamespaces: readonly string[],
    now: () => Date,
    signal: AbortSignal,
): Promise<Inventory> {
    const { cluster } = reader;
    const [version, discovery, namespaces, nodes] = await Promise.all([
        serverVersion(reader, signal),
        discover(reader, signal),
        names(reader, CORE.namespaces, signal),
        names(reader, CORE.nodes, signal),
    ]);
    const gaps = [
        ...discoveryGaps(discovery, cluster, now()),
        ...nameGaps(namespaces, CORE.namespaces, cluster, now()),
        ...nameGaps(nodes, CORE.nodes, cluster, now()),
        ...(namespaces.ok ? unknownNamespaces(askedNamespaces, namespaces.value, cluster, now()) : []),
    ];
    const fallback = askedNamespaces.length > 0 ? askedNamespaces : [reader.defaultNamespace];
    return {
        cluster,
        ...(version === undefined ? {} : { version }),
        resources: discovery.ok ? discovery.value.resources : [],
        namespaces: namespaces.ok ? namespaces.value : fallback,
        allNamespaces: namespaces.ok,
        nodes: nodes.ok ? nodes.value : [],
        gaps,
    };
}

/** `*` as a group stands for all of them. */
function discoveryGaps(discovery: Result<Discovery>, cluster: ClusterRef, takenAt: Date): Gap[] {
    if (!discovery.ok) return [gap(PROBE, { cluster, type: "objects" }, discovery.problem, takenAt)];
    return discovery.value.problems.map(({ group, problem }) =>
        gap(PROBE, { cluster, type: "objects", ...(group === "*" ? {} : { group }) }, problem, takenAt),
    );
}

const CORE = {
    namespaces: { group: "", version: "v1", resource: "namespaces", kind: "Namespace", namespaced: false },
    nodes: { group: "", version: "v1", resource: "nodes", kind: "Node", namespaced: false },
} satisfies Record<string, ResourceType>;

async function serverVersion(reader: KubernetesReader, signal: AbortSignal): Promise<string | undefined> {
    const answer = await reader.get("/version", {}, signal);
    if (!answer.ok) return undefined;
    const { gitVersion }: { gitVersion?: string } = JSON.parse(Buffer.from(answer.value).toString("utf8"));
    return gitVersion;
}

/** All names. */
async function names(reader: KubernetesReader, type: ResourceType, signal: AbortSignal): Promise<Result<string[]>> {
    const all: string[] = [];
    for await (const page of reader.list({ type }, signal)) {
        if (!page.ok) return page;
        const found = namesInPage(page.value.bytes);
        if (found === undefined) return fail("invalid", `listing ${type.resource}: the answer is not JSON`);
        all.push(...found);
    }
    return ok(all);
}

/** Undefined when it is no JSON: a list that was cut may end like a whole one. */
function namesInPage(bytes: Uint8Array): string[] | undefined {
    try {
        const list: { items?: { metadata: { name: string } }[] | null } = JSON.parse(Buffer.from(bytes).toString("utf8"));
        return (list.items ?? []).map(({ metadata }) => metadata.name);
    } catch {
        return undefined;
    }
}

/** Who may not list them is told so when they are collected; without an answer it is not known what to ask the rest for. */
function nameGaps(names: Result<string[]>, { group, kind }: ResourceType, cluster: ClusterRef, takenAt: Date): Gap[] {
    if (names.ok || names.problem.code === "forbidden") return [];
    return [gap(PROBE, { cluster, type: "objects", group, kind }, names.problem, takenAt)];
}

/** What is asked for and is not there must not pass for an empty namespace. */
function unknownNamespaces(asked: readonly string[], known: readonly string[], cluster: ClusterRef, takenAt: Date): Gap[] {
    const hint = "kubectl get namespaces";
    return asked
        .filter((namespace) => !known.includes(namespace))
        .map((namespace) =>
            gap(
                PROBE,
                { cluster, type: "objects", namespace },
                { code: "not-found", message: `there is no namespace ${namespace} in this cluster`, hint },
                takenAt,
            ),
        );
}
