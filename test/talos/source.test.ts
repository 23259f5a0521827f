import { afterAll, beforeAll, expect, test } from "vitest";
import { MachineService } from "../../src/clients/talos/gen/machine_pb.ts";
import type { FakeNode } from "../../src/demo/talos/fake-node.ts";
import { type FakeTalos, startFakeTalos, type TalosconfigOptions } from "../../src/demo/talos/fake-talos.ts";
import { healthyCluster } from "../../src/demo/talos/healthy-cluster.ts";
import { ROLES } from "../../src/demo/talos/roles.ts";
import { type Collected, collectTalos } from "./collected.ts";

const NOW = new Date("2026-11-21T09:00:00Z");
let fake: FakeTalos;
let healthy: Collected;

beforeAll(async () => {
    fake = await startFakeTalos(healthyCluster({ controlPlanes: 1, workers: 1, now: NOW }), { now: NOW });
    healthy = await collectTalos({ talosconfig: fake.talosconfig(), now: NOW });
});

afterAll(() => fake.close());

async function collect(
    nodes: readonly FakeNode[],
    config: TalosconfigOptions = {},
    options: { callTimeoutMs?: number; apidPort?: number } = {},
): Promise<Collected> {
    const started = await startFakeTalos(nodes, { now: NOW });
    try {
        return await collectTalos({
            talosconfig: started.talosconfig(config),
            now: NOW,
            options: { eventsQuietMs: 20, ...options },
        });
    } finally {
        await started.close();
    }
}

const cluster = (change: (node: FakeNode) => Partial<FakeNode>) =>
    healthyCluster({ controlPlanes: 1, workers: 1, now: NOW }).map((node) => ({ ...node, ...change(node) }));

test("a healthy cluster is collected without a gap, each machine under its host name", () => {
    expect(healthy.gaps).toEqual([]);
    const sections = (node: string) =>
        [...healthy.documents.keys(), ...healthy.logs.keys()].flatMap((path) =>
            path.startsWith(`${node}/`) ? [path.slice(node.length + 1)] : [],
        );
    expect(sections("").toSorted()).toEqual(["client.yaml", "health.yaml"]);
    expect(sections("cp-1").filter((path) => !path.startsWith("resources/"))).toEqual([
        ...[
            "version.yaml",
            "services.yaml",
            "etcd/status.yaml",
            "etcd/members.yaml",
            "etcd/alarms.yaml",
            "memory.yaml",
            "mounts.yaml",
            "load-average.yaml",
        ],
        ...[
            "system-stat.yaml",
            "disk-stats.yaml",
            "network-device-stats.yaml",
            "disks.yaml",
            "cpu-info.yaml",
            "cpu-frequencies.yaml",
        ],
        ...[
            "containers/system.yaml",
            "containers/system-stats.yaml",
            "containers/pods.yaml",
            "containers/pods-stats.yaml",
            "processes.yaml",
        ],
        ...[
            "connections.yaml",
            "controller-dependencies.yaml",
            "time.yaml",
            "events.yaml",
            "images/pods.yaml",
            "images/system.yaml",
            "disk-usage.yaml",
        ],
        ...[
            "dmesg.log",
            "logs/apid.log",
            "logs/containerd.log",
            "logs/controller-runtime.log",
            "logs/cri.log",
            "logs/etcd.log",
            "logs/kernel.log",
        ],
        ...["logs/kubelet.log", "logs/machined.log", "logs/trustd.log", "logs/udevd.log"],
        ...[
            "logs/pods/kube-system/coredns-a/coredns-0a1b2c3d4e5f.log",
            "logs/pods/kube-system/coredns-a/coredns-5f4e3d2c1b0a.log",
        ],
        "logs/pods/msp/db-0/postgres-1111aaaa2222.log",
    ]);
    expect(sections("worker-1").filter((path) => path.startsWith("etcd/"))).toEqual([]);
    expect(sections("worker-1").length).toBeGreaterThan(60);
});

test("no canary of any deny-listed place passes the source", () => {
    const everything = JSON.stringify([...healthy.documents, ...healthy.logs]);
    expect(everything.match(/CANARY-[\w-]+/g)).toBeNull();
});

test("with an os:admin certificate the sensitive types are no more collected than without", async () => {
    const admin = await collect(
        cluster(() => ({})),
        { roles: ["os:admin"] },
    );
    expect(JSON.stringify([...admin.documents, ...admin.logs]).match(/CANARY-[\w-]+/g)).toBeNull();
    expect(admin.documents.get("/client.yaml")).toMatchObject({ certificate: { roles: ["os:admin"] } });
});

test("what a machine has and we do not take is named with the reason, never its content", () => {
    expect(healthy.documents.get("cp-1/resources/withheld.yaml")).toMatchObject({
        items: [
            { type: "APIServerConfigs.kubernetes.talos.dev", namespace: "controlplane", because: "it holds secrets" },
            { type: "AuthorizationConfigs.kubernetes.talos.dev", namespace: "controlplane", because: "it holds secrets" },
            { type: "EtcFileSpecs.files.talos.dev", namespace: "files", because: "it holds secrets" },
            { type: "EtcdConfigs.etcd.talos.dev", namespace: "etcd", because: "it holds secrets" },
            { type: "EventSinkConfigs.runtime.talos.dev", namespace: "runtime", because: "it holds secrets" },
            { type: "ExtensionServiceConfigs.runtime.talos.dev", namespace: "runtime", because: "it holds secrets" },
            { type: "ExtraManifestsConfigs.kubernetes.talos.dev", namespace: "controlplane", because: "it holds secrets" },
            { type: "KubeletConfigs.kubernetes.talos.dev", namespace: "k8s", because: "it holds secrets" },
            { type: "KubeletSpecs.kubernetes.talos.dev", namespace: "k8s", because: "it holds secrets" },
            { type: "MachineConfigs.config.talos.dev", namespace: "config", because: "it holds secrets" },
            { type: "Manifests.kubernetes.talos.dev", namespace: "controlplane", because: "it holds secrets" },
            { type: "OSRootSecrets.secrets.talos.dev", namespace: "secrets", because: "it holds secrets" },
            { type: "RegistryConfigs.cri.talos.dev", namespace: "cri", because: "it holds secrets" },
            { type: "StaticPods.kubernetes.talos.dev", namespace: "controlplane", because: "it holds secrets" },
            { type: "UniqueMachineTokens.runtime.talos.dev", namespace: "runtime", because: "it holds secrets" },
            {
                type: "Wonders.future.talos.dev",
                namespace: "future",
                because: "it is not on the list of types that are collected",
            },
        ],
    });
});

test("a type that this Talos flags as sensitive is left out although it is on our list", async () => {
    const flagged = await collect(
        cluster(({ resources }) => ({
            resources: resources.map((one) => (one.metadata.type.startsWith("Infos.") ? { ...one, sensitive: true } : one)),
        })),
    );
    expect(flagged.documents.has("cp-1/resources/Infos.cluster.talos.dev.yaml")).toBe(false);
    expect(flagged.documents.get("cp-1/resources/withheld.yaml")).toMatchObject({
        items: expect.arrayContaining([
            { type: "Infos.cluster.talos.dev", namespace: "cluster", because: "Talos flags it as sensitive" },
        ]),
    });
});

test("what is secret in a collected resource is replaced, the rest of it stays", () => {
    const specs = (type: string) => JSON.stringify(healthy.documents.get(`cp-1/resources/${type}.yaml`)).match(/"spec":.*/)?.[0];
    expect(specs("KernelCmdlines.runtime.talos.dev")).toBe(
        '"spec":{"cmdline":"talos.platform=metal console=ttyS0 talos.config=<redacted:kernel-argument> talos.config.inline=<redacted:kernel-argument> talos.config.oauth.client_secret=<redacted:kernel-argument> siderolink.api=<redacted:kernel-argument> slab_nomerge"}}]}',
    );
    expect(specs("Environments.runtime.talos.dev")).toBe(
        '"spec":{"variables":["https_proxy=http://<redacted:userinfo>@10.0.0.9:3128","AWS_KEY=<redacted:environment>"]}}]}',
    );
    expect(specs("MetaKeys.runtime.talos.dev")).toBe('"spec":{"value":"<redacted:meta-value>"}}]}');
    expect(specs("EtcdSpecs.etcd.talos.dev")).toBe(
        '"spec":{"name":"cp-1","advertisedAddresses":["127.5.0.2"],"image":"gcr.io/etcd-development/etcd:v3.6.6","extraArgs":{"initial-cluster-token":"<redacted:etcd-argument>"}}}]}',
    );
    expect(healthy.documents.get("cp-1/processes.yaml")).toMatchObject({
        processes: [
            { pid: 1, args: "" },
            { pid: 2101, args: "agent --token=<redacted:argument> --password <redacted:argument> --config=/etc/agent.yaml" },
            { pid: 2102, args: "sh -c DB_PASSWORD=<redacted:argument> psql postgres://<redacted:userinfo>@db/app" },
        ],
    });
});

test("a resource document is a list with metadata and spec, written also when there is nothing", () => {
    expect(healthy.documents.get("cp-1/resources/MachineStatuses.runtime.talos.dev.yaml")).toEqual({
        type: "MachineStatuses.runtime.talos.dev",
        namespace: "runtime",
        items: [
            {
                metadata: {
                    namespace: "runtime",
                    type: "MachineStatuses.runtime.talos.dev",
                    id: "machine",
                    version: "1",
                    owner: "fake.Controller",
                    phase: "running",
                },
                spec: { stage: "running", status: { ready: true, unmetConditions: [] } },
            },
        ],
    });
    expect(healthy.documents.get("cp-1/resources/Diagnostics.runtime.talos.dev.yaml")).toEqual({
        type: "Diagnostics.runtime.talos.dev",
        namespace: "runtime",
        items: [],
    });
});

test("etcd's members are named in hex as etcd itself names them", () => {
    expect(healthy.documents.get("cp-1/etcd/members.yaml")).toEqual({
        legacyMembers: [],
        members: [
            {
                id: "8e9e05c521646940",
                hostname: "cp-1",
                peerUrls: ["https://127.5.0.2:2380"],
                clientUrls: ["https://127.5.0.2:2379"],
                isLearner: false,
            },
        ],
    });
    expect(healthy.documents.get("cp-1/etcd/status.yaml")).toMatchObject({
        memberStatus: { memberId: "8e9e05c521646940", leader: "8e9e05c521646940", dbSize: 20_480_000, raftIndex: 5000 },
    });
});

test("events are told oldest first, enums as words, the greeting left out", () => {
    expect(healthy.documents.get("worker-1/events.yaml")).toEqual({
        items: [
            { id: "event-0", data: { type: "SequenceEvent", sequence: "boot", action: "START" } },
            {
                id: "event-1",
                data: {
                    type: "ServiceStateEvent",
                    service: "kubelet",
                    action: "RUNNING",
                    message: "Health check successful",
                    health: { unknown: false, healthy: true, lastMessage: "", lastChange: "2026-11-21T09:00:00.000Z" },
                },
            },
        ],
    });
});

test("the health of a healthy cluster without Kubernetes: nine checks pass and the rest is unknown for a reason", () => {
    const unasked = [{ status: "unknown", says: "Kubernetes was not asked: no connection to its API" }];
    expect(healthy.documents.get("/health.yaml")).toEqual({
        evaluatedAt: "2026-11-21T09:00:00.000Z",
        status: "unknown",
        checks: [
            { id: "etcd-healthy", title: "etcd to be healthy", status: "pass", reasons: [] },
            { id: "etcd-members-consistent", title: "etcd members to be consistent across nodes", status: "pass", reasons: [] },
            { id: "etcd-members-control-plane", title: "etcd members to be control plane nodes", status: "pass", reasons: [] },
            { id: "apid-ready", title: "apid to be ready", status: "pass", reasons: [] },
            { id: "memory-sizes", title: "all nodes memory sizes", status: "pass", reasons: [] },
            { id: "disk-sizes", title: "all nodes disk sizes", status: "pass", reasons: [] },
            { id: "no-diagnostics", title: "no diagnostics", status: "pass", reasons: [] },
            { id: "kubelet-healthy", title: "kubelet to be healthy", status: "pass", reasons: [] },
            { id: "worker-kubelet-healthy", title: "kubelet of workers to be healthy", status: "pass", reasons: [] },
            { id: "boot-finished", title: "all nodes to finish boot sequence", status: "pass", reasons: [] },
            { id: "nodes-reported", title: "all k8s nodes to report", status: "unknown", reasons: unasked },
            { id: "static-pods-running", title: "all control plane static pods to be running", status: "pass", reasons: [] },
            { id: "control-plane-ready", title: "all control plane components to be ready", status: "unknown", reasons: unasked },
            { id: "nodes-ready", title: "all k8s nodes to report ready", status: "unknown", reasons: unasked },
            { id: "kube-proxy-ready", title: "kube-proxy to report ready", status: "unknown", reasons: unasked },
            { id: "coredns-ready", title: "coredns to report ready", status: "unknown", reasons: unasked },
            { id: "nodes-schedulable", title: "all k8s nodes to report schedulable", status: "unknown", reasons: unasked },
        ],
    });
});

test("talos/client.yaml says how the cluster was reached and who is in it", () => {
    expect(healthy.documents.get("/client.yaml")).toEqual({
        context: "fake",
        endpoints: fake.endpoints,
        certificate: {
            roles: ["os:reader"],
            validFrom: "2025-11-21T09:00:00.000Z",
            validTo: "2027-11-21T09:00:00.000Z",
            extendedKeyUsage: ["1.3.6.1.5.5.7.3.2"],
            acceptedSince112: true,
        },
        nodes: [
            {
                name: "cp-1",
                address: "127.5.0.2",
                addresses: ["127.5.0.2", "cp-1"],
                type: "controlplane",
                foundIn: ["members"],
                reachable: true,
            },
            {
                name: "worker-1",
                address: "127.5.1.2",
                addresses: ["127.5.1.2", "worker-1"],
                type: "worker",
                foundIn: ["members"],
                reachable: true,
            },
        ],
    });
});

test("a certificate for server authentication too, as old talosconfigs have it, is told", async () => {
    const old = await collect(
        cluster(() => ({})),
        { use: "client-and-server" },
    );
    expect(old.documents.get("/client.yaml")).toMatchObject({ certificate: { acceptedSince112: false } });
});

test("an unreachable machine is one gap with the reason, and the others are collected", async () => {
    const half = await collect(
        cluster(({ name }) => (name === "worker-1" ? { faults: { down: true } } : {})),
        {},
        { apidPort: 1 },
    );
    expect(half.gaps).toEqual([
        expect.stringMatching(
            /^unreachable: Talos node worker-1: node 127\.5\.1\.2 cannot be reached through the endpoint 127\.0\.0\.1:\d+: connection error: .*no route to host"; and the Talos endpoint 127\.5\.1\.2:1 cannot be reached/,
        ),
    ]);
    expect([...half.documents.keys()].filter((path) => path.startsWith("worker-1/"))).toEqual([]);
    expect(half.documents.has("cp-1/services.yaml")).toBe(true);
    expect(half.documents.get("/health.yaml")).toMatchObject({ status: "fail" });
});

test("no machine can be reached: every machine known is a gap, and the checks say what is not known", async () => {
    const dead = await collectTalos({
        talosconfig: fake.talosconfig({ endpoints: ["127.0.0.1:1"], nodes: ["127.5.0.2", "nowhere.invalid"] }),
        now: NOW,
        options: { apidPort: 1 },
    });
    expect(dead.gaps.map((gap) => gap.replace(/: the Talos endpoint.*/, ""))).toEqual([
        "unreachable: Talos node  client.yaml",
        "unreachable: Talos node 127.5.0.2",
        "unreachable: Talos node nowhere.invalid",
    ]);
    expect(dead.gaps[2]).toContain("getaddrinfo ENOTFOUND nowhere.invalid");
    expect([...dead.documents.keys()]).toEqual(["/client.yaml", "/health.yaml"]);
});

test("an older Talos: what it does not know is absent, what it refuses or breaks is a gap, the rest is there", async () => {
    const old = await collect(
        cluster(({ name }) =>
            name === "cp-1"
                ? {
                      faults: {
                          unimplemented: ["Netstat", "ImageList", "LogsContainers"],
                          denied: ["Processes"],
                          unavailable: { Containers: "containerd.sock: no such file or directory" },
                          hangs: ["Mounts"],
                      },
                  }
                : {},
        ),
        {},
        { callTimeoutMs: 1000 },
    );
    expect(old.absents).toEqual([
        "Talos node cp-1 connections.yaml",
        "Talos node cp-1 images/pods.yaml",
        "Talos node cp-1 images/system.yaml",
    ]);
    expect(old.gaps).toEqual([
        "timeout: Talos node cp-1 mounts.yaml: MachineService/Mounts on node 127.5.0.2 gave no answer in time",
        "unavailable: Talos node cp-1 containers/system.yaml: MachineService/Containers on node 127.5.0.2: containerd.sock: no such file or directory",
        "unavailable: Talos node cp-1 containers/pods.yaml: MachineService/Containers on node 127.5.0.2: containerd.sock: no such file or directory",
        "forbidden: Talos node cp-1 processes.yaml: MachineService/Processes on node 127.5.0.2 is not allowed to os:reader: not authorized",
        "unavailable: Talos node cp-1 logs/pods: MachineService/Containers on node 127.5.0.2: containerd.sock: no such file or directory",
    ]);
    expect(old.logs.has("cp-1/logs/etcd.log")).toBe(true);
});

test("with a Kubernetes API that answers, only kube-system's container logs come from the machine", async () => {
    const resources = [{ group: "", version: "v1", resource: "pods", kind: "Pod", namespaced: true }];
    const collected = await collectTalos({ talosconfig: fake.talosconfig(), now: NOW, inventory: { resources } });
    const ofPods = [...collected.logs.keys()].filter((path) => path.startsWith("cp-1/logs/pods/"));
    expect(ofPods).toEqual([
        "cp-1/logs/pods/kube-system/coredns-a/coredns-0a1b2c3d4e5f.log",
        "cp-1/logs/pods/kube-system/coredns-a/coredns-5f4e3d2c1b0a.log",
    ]);
});

test("every method that our protos know is open to os:reader", () => {
    const ours = MachineService.methods.map(({ name }) => `machine.MachineService/${name}`);
    expect(ours.filter((method) => !ROLES[method]?.includes("os:reader"))).toEqual([]);
});

test("planning is pure, and without Talos nodes in the inventory there is nothing to do", () => {
    expect(healthy.tasks.map(({ id }) => id)).toEqual([
        "talos client.yaml",
        "talos health.yaml",
        ...["cp-1", "worker-1"].flatMap((node) =>
            ["facts", "resources", "events", "dmesg", "service logs", "container logs", "images and disk usage"].map(
                (what) => `talos ${node} ${what}`,
            ),
        ),
    ]);
});
