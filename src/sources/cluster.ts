import type { KubernetesReader } from "../clients/kubernetes/reader.ts";
import type { ApiRef } from "../core/evidence-ref.ts";
import type { Gap } from "../core/gap.ts";
import { scopeOf } from "../core/scope.ts";
import { RANK } from "./rank.ts";
import { gap, type Inventory, type RawDocument, type Source, type Task } from "./source.ts";

const TIMEOUT_MS = 30_000;

interface Fact {
    /** The API's path. */
    readonly url: string;
    /** Where it lands below `cluster/`. */
    readonly path: string;
    readonly format: RawDocument["format"];
    readonly title: string;
    readonly accept?: string;
}

const AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

/** In the order a supporter asks: which version, is it well, what does it serve. Source: kubernetes.io/docs/reference/using-api/health-checks. */
const FACTS: readonly Fact[] = [
    { url: "/version", path: "version.yaml", format: "json", title: "server version" },
    {
        url: "/livez?verbose",
        path: "livez.txt",
        format: "text",
        accept: "text/plain",
        title: "liveness checks of the API server",
    },
    {
        url: "/readyz?verbose",
        path: "readyz.txt",
        format: "text",
        accept: "text/plain",
        title: "readiness checks of the API server",
    },
    { url: "/api", path: "discovery/core.yaml", format: "json", title: "discovery of the core group", accept: AGGREGATED },
    { url: "/apis", path: "discovery/groups.yaml", format: "json", title: "discovery of all groups", accept: AGGREGATED },
];

/** What a kubelet says of itself through the API server. Source: KEP-2371 (stats), kubelet /configz. */
const NODE_FACTS: readonly { readonly url: string; readonly name: string; readonly title: string }[] = [
    { url: "proxy/stats/summary", name: "stats-summary.yaml", title: "kubelet stats" },
    { url: "proxy/configz", name: "configz.yaml", title: "kubelet configuration" },
];

/** Facts about the cluster as a whole and about each node's kubelet. */
export const cluster: Source = {
    name: "cluster",
    description: "Server version, health checks, discovery, and each kubelet's stats and configuration",
    plan(_spec, inventory) {
        return [
            ...FACTS.map((fact) => factTask(fact, inventory)),
            ...inventory.nodes.flatMap((node) => NODE_FACTS.map((fact) => nodeTask(node, fact, inventory))),
        ];
    },
};

function factTask({ url, path, format, title, accept }: Fact, inventory: Inventory): Task {
    const ref: ApiRef = { cluster: inventory.cluster, type: "api", path };
    return {
        id: `cluster ${path}`,
        source: cluster.name,
        title,
        about: scopeOf(ref),
        needs: [{ verb: "get", group: "", resource: "", nonResourceURL: url.replace(/\?.*/, "") }],
        timeoutMs: TIMEOUT_MS,
        rank: RANK.cluster,
        run: ({ kubernetes, now }, signal) =>
            document(kubernetes, { url, ref, format, now, ...(accept === undefined ? {} : { accept }) }, signal),
    };
}

function nodeTask(node: string, fact: (typeof NODE_FACTS)[number], inventory: Inventory): Task {
    const ref: ApiRef = { cluster: inventory.cluster, type: "api", path: `nodes/${node}/${fact.name}` };
    const url = `/api/v1/nodes/${encodeURIComponent(node)}/${fact.url}`;
    return {
        id: `cluster ${ref.path}`,
        source: cluster.name,
        title: `${fact.title} of ${node}`,
        about: scopeOf(ref),
        needs: [{ verb: "get", group: "", resource: "nodes/proxy" }],
        timeoutMs: TIMEOUT_MS,
        rank: RANK.nodes,
        lane: `node ${node}`,
        run: ({ kubernetes, now }, signal) => document(kubernetes, { url, ref, format: "json", now }, signal),
    };
}

interface Wanted {
    readonly url: string;
    readonly ref: ApiRef;
    readonly format: RawDocument["format"];
    readonly accept?: string;
    readonly now: () => Date;
}

async function* document(
    reader: KubernetesReader | undefined,
    { url, ref, format, accept, now }: Wanted,
    signal: AbortSignal,
): AsyncGenerator<RawDocument | Gap> {
    if (!reader) return;
    const answer = await reader.get(
        url,
        { ...(accept === undefined ? {} : { accept }), failureIsAnswer: format === "text" },
        signal,
    );
    if (answer.ok) yield { type: "document", ref, format, bytes: answer.value };
    else yield gap(cluster.name, scopeOf(ref), answer.problem, now());
}
