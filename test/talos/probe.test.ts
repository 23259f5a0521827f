import { afterEach, expect, test } from "vitest";
import type { KubernetesReader } from "../../src/clients/kubernetes/reader.ts";
import { MANAGEMENT } from "../../src/core/cluster-ref.ts";
import { fail, ok } from "../../src/core/problem.ts";
import type { FakeNode } from "../../src/demo/talos/fake-node.ts";
import { startFakeTalos, type TalosconfigOptions } from "../../src/demo/talos/fake-talos.ts";
import { healthyCluster } from "../../src/demo/talos/healthy-cluster.ts";
import { probeTalos } from "../../src/sources/talos/probe.ts";
import { openReader } from "./collected.ts";
import { changed, faults, resource } from "./fake/change-node.ts";

const NOW = new Date("2026-11-21T09:00:00Z");
const { signal } = new AbortController();
const closing: (() => unknown)[] = [];

afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
});

async function probed(nodes: readonly FakeNode[], config: TalosconfigOptions = {}, kubernetes?: KubernetesReader) {
    const fake = await startFakeTalos(nodes, { now: NOW });
    const reader = openReader(fake.talosconfig(config), { now: () => NOW, apidPort: 1 });
    closing.push(
        () => fake.close(),
        () => reader.close(),
    );
    const probe = await probeTalos(
        { reader, cluster: MANAGEMENT, now: () => NOW, ...(kubernetes === undefined ? {} : { kubernetes }) },
        signal,
    );
    return {
        nodes: probe.nodes.map(
            ({ name, foundIn, problem }) => `${name} (${foundIn.join(", ")})${problem === undefined ? "" : ` ${problem.code}`}`,
        ),
        gaps: probe.gaps.map(({ problem }) => problem.code),
    };
}

const cluster = () => healthyCluster({ controlPlanes: 1, workers: 1, now: NOW });

function kubernetesWith(nodes: readonly { readonly name: string; readonly address: string }[]): KubernetesReader {
    const unused = async () => fail<never>("unsupported", "not used here");
    const items = nodes.map(({ name, address }) => ({
        metadata: { name },
        status: { addresses: [{ type: "InternalIP", address }] },
    }));
    return {
        cluster: MANAGEMENT,
        server: "",
        defaultNamespace: "",
        get: unused,
        log: unused,
        allowed: unused,
        async *list() {
            yield ok({ bytes: Buffer.from(JSON.stringify({ items })), inconsistent: false });
        },
        traffic: { requests: 0, bytes: 0 },
        close: async () => undefined,
    };
}

test("without nodes in the talosconfig the members of the cluster are its machines", async () => {
    expect(await probed(cluster())).toEqual({ nodes: ["cp-1 (members)", "worker-1 (members)"], gaps: [] });
});

test("the same machine in the talosconfig, among the members and in Kubernetes is one machine; another only in Kubernetes is found and cannot be reached", async () => {
    const kubernetes = kubernetesWith([
        { name: "cp-1", address: "127.5.0.2" },
        { name: "forgotten", address: "127.5.9.9" },
    ]);
    expect(await probed(cluster(), { nodes: ["127.5.0.2"] }, kubernetes)).toEqual({
        nodes: ["cp-1 (talosconfig, members, kubernetes)", "worker-1 (members)", "127.5.9.9 (kubernetes) unreachable"],
        gaps: [],
    });
});

test("with discovery off the members are nobody, and the named nodes are what there is", async () => {
    const silent = cluster().map((node) => ({
        ...node,
        resources: node.resources.filter(({ metadata }) => !metadata.type.startsWith("Members.")),
    }));
    expect(await probed(silent, { nodes: ["127.5.0.2"] })).toEqual({ nodes: ["127.5.0.2 (talosconfig)"], gaps: ["unsupported"] });
});

test("a machine that refuses is reachable all the same; one that hangs is not", async () => {
    const mixed = changed(changed(cluster(), faults({ denied: ["Version"] }), "cp-1"), faults({ down: true }), "worker-1");
    expect(await probed(mixed)).toEqual({ nodes: ["cp-1 (members)", "worker-1 (members) unreachable"], gaps: [] });
});

test("a member without addresses is called by its name", async () => {
    const named = changed(
        cluster(),
        resource("cluster", "Members.cluster.talos.dev", "worker-1", { hostname: "worker-1", machineType: "worker" }),
    );
    expect(await probed(named)).toEqual({ nodes: ["cp-1 (members)", "worker-1 (members)"], gaps: [] });
});
