import { expect, test } from "vitest";
import type { KubernetesReader, ListPage } from "../../../clients/kubernetes/reader.ts";
import { MANAGEMENT } from "../../../core/cluster-ref.ts";
import { fail, ok, type Result } from "../../../core/problem.ts";
import { gatherKubernetes } from "./gather-kubernetes.ts";

const { signal } = new AbortController();

/** Answers lists with these items by kind, in pages of one, and an empty list for any other kind. */
function reader(lists: Readonly<Record<string, readonly object[] | Result<never>>>): KubernetesReader {
    const page = (items: readonly object[]): Result<ListPage> =>
        ok({ bytes: Buffer.from(JSON.stringify({ items })), inconsistent: false });
    const unused = async () => fail<never>("unsupported", "not used here");
    return {
        cluster: MANAGEMENT,
        server: "https://127.0.0.1",
        defaultNamespace: "default",
        get: unused,
        log: unused,
        allowed: unused,
        async *list({ type }) {
            const found = lists[type.kind] ?? [];
            if ("ok" in found) yield found;
            else for (const item of found) yield page([item]);
        },
        traffic: { requests: 0, bytes: 0 },
        close: async () => undefined,
    };
}

const NODE = {
    metadata: { name: "cp-1", labels: { "node-role.kubernetes.io/control-plane": "" } },
    spec: { unschedulable: true },
    status: {
        addresses: [
            { type: "InternalIP", address: "10.0.0.1" },
            { type: "Hostname", address: "cp-1" },
        ],
        conditions: [{ type: "Ready", status: "True" }],
    },
};
const POD = {
    metadata: { name: "coredns-a", labels: { "k8s-app": "kube-dns" }, deletionTimestamp: "2026-11-21T09:00:00Z" },
    spec: { nodeName: "cp-1" },
    status: {
        phase: "Running",
        conditions: [{ type: "Ready", status: "False" }],
        containerStatuses: [{ state: { terminated: { exitCode: 1 } } }],
    },
};

test("nodes, pods and what the two workloads want are read off the lists", async () => {
    const facts = await gatherKubernetes(
        reader({
            Node: [NODE, { metadata: { name: "worker-1" }, status: {} }],
            Pod: [POD, { metadata: { name: "pending" }, spec: {}, status: {} }],
            DaemonSet: [{ metadata: { name: "kube-proxy" }, status: { desiredNumberScheduled: 2 } }],
            Deployment: [{ metadata: { name: "coredns" }, spec: { replicas: 2 } }],
        }),
        signal,
    );
    expect(facts).toEqual(
        ok({
            nodes: [
                { name: "cp-1", internalIps: ["10.0.0.1"], controlPlane: true, ready: true, unschedulable: true },
                { name: "worker-1", internalIps: [], controlPlane: false, ready: false, unschedulable: false },
            ],
            pods: [
                {
                    name: "coredns-a",
                    node: "cp-1",
                    labels: { "k8s-app": "kube-dns" },
                    phase: "Running",
                    deleting: true,
                    ready: false,
                    ended: true,
                },
                { name: "pending", node: "", labels: {}, phase: "", deleting: false, ready: false, ended: false },
            ],
            kubeProxyDesired: 2,
            corednsReplicas: 2,
        }),
    );
});

test("a list that is refused is the reason for not knowing", async () => {
    const refused = fail<never>("forbidden", "pods is forbidden");
    expect(await gatherKubernetes(reader({ Pod: refused }), signal)).toEqual(refused);
});

test("an answer that is no list is said to be none", async () => {
    const answer = await gatherKubernetes(reader({ Node: [{ metadata: {} }] }), signal);
    expect(answer).toEqual(fail("invalid", "the list of Nodes is not what the API promises"));
});

test("no connection to Kubernetes is said so", async () => {
    expect(await gatherKubernetes(undefined, signal)).toEqual(
        fail("unavailable", "Kubernetes was not asked: no connection to its API"),
    );
});
