import { z } from "zod";
import type { KubernetesReader, ListRequest } from "../../../clients/kubernetes/reader.ts";
import { fail, ok, type Result } from "../../../core/problem.ts";
import type { KubernetesFacts, KubernetesNodeFact, PodFact } from "./facts.ts";

const METADATA = z.object({
    name: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
    deletionTimestamp: z.string().optional(),
});
const CONDITIONS = z.array(z.object({ type: z.string(), status: z.string() })).default([]);
const NODE = z.object({
    metadata: METADATA,
    spec: z.object({ unschedulable: z.boolean().default(false) }).default({ unschedulable: false }),
    status: z.object({
        addresses: z.array(z.object({ type: z.string(), address: z.string() })).default([]),
        conditions: CONDITIONS,
    }),
});
const POD = z.object({
    metadata: METADATA,
    spec: z.object({ nodeName: z.string().default("") }),
    status: z.object({
        phase: z.string().default(""),
        conditions: CONDITIONS,
        containerStatuses: z.array(z.object({ state: z.object({ terminated: z.unknown().optional() }).default({}) })).default([]),
    }),
});
const DAEMON_SET = z.object({ metadata: METADATA, status: z.object({ desiredNumberScheduled: z.number().default(0) }) });
const DEPLOYMENT = z.object({ metadata: METADATA, spec: z.object({ replicas: z.number().default(1) }) });

const SYSTEM = "kube-system";
const NODES: ListRequest = { type: { group: "", version: "v1", resource: "nodes", kind: "Node", namespaced: false } };
const PODS: ListRequest = {
    type: { group: "", version: "v1", resource: "pods", kind: "Pod", namespaced: true },
    namespace: SYSTEM,
};
const DAEMON_SETS: ListRequest = {
    type: { group: "apps", version: "v1", resource: "daemonsets", kind: "DaemonSet", namespaced: true },
    namespace: SYSTEM,
};
const DEPLOYMENTS: ListRequest = {
    type: { group: "apps", version: "v1", resource: "deployments", kind: "Deployment", namespaced: true },
    namespace: SYSTEM,
};

/** Asks Kubernetes for what the checks need of it: nodes, and the pods and two workloads of kube-system. */
export async function gatherKubernetes(
    reader: KubernetesReader | undefined,
    signal: AbortSignal,
): Promise<Result<KubernetesFacts>> {
    if (reader === undefined) return fail("unavailable", "Kubernetes was not asked: no connection to its API");
    const [nodes, pods, daemonSets, deployments] = await Promise.all([
        kubernetesNodes(reader, signal),
        items(reader, PODS, POD, signal),
        items(reader, DAEMON_SETS, DAEMON_SET, signal),
        items(reader, DEPLOYMENTS, DEPLOYMENT, signal),
    ]);
    if (!nodes.ok) return nodes;
    if (!pods.ok) return pods;
    if (!daemonSets.ok) return daemonSets;
    if (!deployments.ok) return deployments;
    return ok({
        nodes: nodes.value,
        pods: pods.value.map(podFact),
        kubeProxyDesired: daemonSets.value.find(({ metadata }) => metadata.name === "kube-proxy")?.status.desiredNumberScheduled,
        corednsReplicas: deployments.value.find(({ metadata }) => metadata.name === "coredns")?.spec.replicas,
    });
}

/** The Nodes of Kubernetes with their internal addresses: also a way to find machines. */
export async function kubernetesNodes(
    reader: KubernetesReader,
    signal: AbortSignal,
): Promise<Result<readonly KubernetesNodeFact[]>> {
    const found = await items(reader, NODES, NODE, signal);
    if (!found.ok) return found;
    return ok(
        found.value.map(({ metadata, spec, status }) => ({
            name: metadata.name,
            internalIps: status.addresses.flatMap(({ type, address }) => (type === "InternalIP" ? [address] : [])),
            controlPlane: "node-role.kubernetes.io/control-plane" in metadata.labels,
            ready: isTrue(status.conditions, "Ready"),
            unschedulable: spec.unschedulable,
        })),
    );
}

function podFact({ metadata, spec, status }: z.infer<typeof POD>): PodFact {
    return {
        name: metadata.name,
        node: spec.nodeName,
        labels: metadata.labels,
        phase: status.phase,
        deleting: metadata.deletionTimestamp !== undefined,
        ready: isTrue(status.conditions, "Ready"),
        ended:
            status.containerStatuses.length > 0 && status.containerStatuses.every(({ state }) => state.terminated !== undefined),
    };
}

function isTrue(conditions: z.infer<typeof CONDITIONS>, type: string): boolean {
    return conditions.some((condition) => condition.type === type && condition.status === "True");
}

async function items<T>(
    reader: KubernetesReader,
    request: ListRequest,
    schema: z.ZodType<T>,
    signal: AbortSignal,
): Promise<Result<readonly T[]>> {
    const found: T[] = [];
    const list = z.object({ items: z.array(schema).nullish() });
    for await (const page of reader.list(request, signal)) {
        if (!page.ok) return page;
        const parsed = list.safeParse(json(page.value.bytes));
        if (!parsed.success) return fail("invalid", `the list of ${request.type.kind}s is not what the API promises`);
        found.push(...(parsed.data.items ?? []));
    }
    return ok(found);
}

function json(bytes: Uint8Array): unknown {
    try {
        return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"));
    } catch {
        return undefined;
    }
}
