import { expect, test } from "vitest";
import { fail, ok, type Result } from "../../../core/problem.ts";
import { evaluateHealth } from "./evaluate-health.ts";
import type { HealthFacts, KubernetesFacts, MachineFacts, PodFact } from "./facts.ts";

const MIB = 1024 ** 2;
const running = (id: string) => ({ id, state: "Running", healthy: true, lastMessage: "" });

function machine(name: string, type: "controlplane" | "worker", change: Partial<MachineFacts> = {}): MachineFacts {
    const control = type === "controlplane";
    return {
        name,
        addresses: [`address-of-${name}`, name],
        type,
        version: ok({ tag: "v1.12.0", mode: "metal" }),
        services: ok([running("kubelet"), ...(control ? [running("etcd")] : [])]),
        memoryBytes: ok(4096 * MIB),
        volumes: ok([{ id: "EPHEMERAL", sizeBytes: 50 * 1024 * MIB }]),
        diagnostics: ok([]),
        stage: ok("running"),
        members: ok([
            { hostname: "cp-1", addresses: ["10.0.0.1"], type: "controlplane" },
            { hostname: "worker-1", addresses: ["10.0.0.2"], type: "worker" },
        ]),
        etcdMembers: control
            ? ok([{ id: "a1", hostname: "cp-1", isLearner: false, peerUrls: ["https://10.0.0.1:2380"] }])
            : fail("unsupported", "only on control plane nodes"),
        staticPods: ok(
            control
                ? ["kube-apiserver", "kube-controller-manager", "kube-scheduler"].map((pod) => `kube-system/${pod}-${name}`)
                : [],
        ),
        cniName: control ? ok("flannel") : ok(undefined),
        ...change,
    };
}

const pod = (name: string, app: string, change: Partial<PodFact> = {}): PodFact => ({
    name,
    node: "cp-1",
    labels: { "k8s-app": app },
    phase: "Running",
    deleting: false,
    ready: true,
    ended: false,
    ...change,
});

const KUBERNETES: KubernetesFacts = {
    nodes: [
        { name: "cp-1", internalIps: ["10.0.0.1"], controlPlane: true, ready: true, unschedulable: false },
        { name: "worker-1", internalIps: ["10.0.0.2"], controlPlane: false, ready: true, unschedulable: false },
    ],
    pods: [
        ...["kube-apiserver", "kube-controller-manager", "kube-scheduler"].map((name) => pod(`${name}-cp-1`, name)),
        pod("kube-proxy-a", "kube-proxy"),
        pod("coredns-a", "kube-dns"),
    ],
    kubeProxyDesired: 1,
    corednsReplicas: 1,
};

interface Cluster {
    readonly controlPlane?: Partial<MachineFacts>;
    readonly worker?: Partial<MachineFacts>;
    readonly kubernetes?: Partial<KubernetesFacts>;
}

function facts({ controlPlane, worker, kubernetes }: Cluster = {}): HealthFacts {
    return {
        machines: [machine("cp-1", "controlplane", controlPlane), machine("worker-1", "worker", worker)],
        kubernetes: ok({ ...KUBERNETES, ...kubernetes }),
    };
}

/** The checks that do not pass, with their first reason. */
function trouble(known: HealthFacts) {
    return evaluateHealth(known).checks.flatMap(({ id, status, reasons }) =>
        status === "pass"
            ? []
            : [`${id} ${status}: ${reasons.map(({ node, says }) => `${node ?? "cluster"}: ${says}`).join("; ")}`],
    );
}

const lost: Result<never> = fail("unreachable", "no route to host");

test("a healthy cluster passes all seventeen checks and has nothing to add", () => {
    const report = evaluateHealth(facts());
    expect(report.status).toBe("pass");
    expect(report.checks).toHaveLength(17);
    expect(report.checks.filter(({ status, reasons }) => status !== "pass" || reasons.length > 0)).toEqual([]);
});

test.each<[string, Cluster, string[]]>([
    [
        "etcd that waits",
        {
            controlPlane: {
                services: ok([running("kubelet"), { id: "etcd", state: "Waiting", healthy: false, lastMessage: "" }]),
            },
        },
        ["etcd-healthy fail: cp-1: the service etcd is Waiting, not Running"],
    ],
    [
        "no service etcd",
        { controlPlane: { services: ok([running("kubelet")]) } },
        ["etcd-healthy fail: cp-1: the service etcd does not exist"],
    ],
    [
        "a kubelet without events",
        { worker: { services: ok([{ id: "kubelet", healthy: true, lastMessage: "" }]) } },
        ["worker-kubelet-healthy fail: worker-1: the service kubelet has no events yet"],
    ],
    [
        "a kubelet of a worker that is not healthy, which talosctl does not look at",
        { worker: { services: ok([{ ...running("kubelet"), healthy: false, lastMessage: "connection refused" }]) } },
        ["worker-kubelet-healthy fail: worker-1: the service kubelet is not healthy: connection refused"],
    ],
    [
        "an etcd member elsewhere",
        {
            controlPlane: {
                etcdMembers: ok([{ id: "a1", hostname: "old", isLearner: false, peerUrls: ["https://10.9.9.9:2380"] }]),
            },
        },
        ["etcd-members-control-plane fail: cp-1: etcd's member old at https://10.9.9.9:2380 is no control plane machine"],
    ],
    [
        "too little memory",
        { controlPlane: { memoryBytes: ok(1697 * MIB) }, worker: { memoryBytes: ok(873 * MIB) } },
        [
            "memory-sizes fail: cp-1: 1697 MiB of memory; controlplane needs at least 1698 MiB; worker-1: 873 MiB of memory; worker needs at least 874 MiB",
        ],
    ],
    [
        "a small disk",
        { worker: { volumes: ok([{ id: "EPHEMERAL", sizeBytes: 3 * 1024 * MIB }]) } },
        ["disk-sizes fail: worker-1: the volume EPHEMERAL has 3072 MiB; at least 3932 MiB are needed"],
    ],
    [
        "a diagnostic",
        { worker: { diagnostics: ok([{ id: "kubelet-csr", message: "CSR is not approved" }]) } },
        ["no-diagnostics fail: worker-1: kubelet-csr: CSR is not approved"],
    ],
    [
        "a machine that boots",
        { worker: { stage: ok("booting") } },
        ["boot-finished fail: worker-1: its stage is booting, not running"],
    ],
    [
        "a machine without a status",
        { worker: { stage: ok(undefined) } },
        ["boot-finished unknown: worker-1: it has no machine status"],
    ],
    [
        "a static pod less",
        { controlPlane: { staticPods: ok(["kube-system/kube-apiserver-cp-1", "kube-system/kube-scheduler-cp-1"]) } },
        ["static-pods-running fail: cp-1: the static pod kube-controller-manager is missing"],
    ],
    [
        "a Node that is no machine",
        {
            kubernetes: {
                nodes: [
                    ...KUBERNETES.nodes,
                    { name: "ghost", internalIps: ["10.0.0.9"], controlPlane: false, ready: true, unschedulable: false },
                ],
            },
        },
        ["nodes-reported fail: ghost: it is a Kubernetes Node and no member of the Talos cluster"],
    ],
    [
        "a machine that is no Node",
        { kubernetes: { nodes: KUBERNETES.nodes.slice(0, 1) } },
        ["nodes-reported fail: worker-1: no Kubernetes Node has its address"],
    ],
    [
        "a scheduler that is not ready",
        {
            kubernetes: {
                pods: KUBERNETES.pods.map((one) => (one.name === "kube-scheduler-cp-1" ? { ...one, ready: false } : one)),
            },
        },
        ["control-plane-ready fail: cp-1: the pod kube-scheduler-cp-1 is not ready"],
    ],
    [
        "no pod of the API server",
        { kubernetes: { pods: KUBERNETES.pods.filter(({ name }) => name !== "kube-apiserver-cp-1") } },
        ["control-plane-ready fail: cp-1: it has no pod of kube-apiserver"],
    ],
    [
        "no control plane Node",
        { kubernetes: { nodes: KUBERNETES.nodes.map((node) => ({ ...node, controlPlane: false })) } },
        ["control-plane-ready fail: cluster: no Kubernetes Node is labelled as control plane"],
    ],
    [
        "a Node that is not Ready and one that is cordoned",
        {
            kubernetes: {
                nodes: KUBERNETES.nodes.map((node) => ({
                    ...node,
                    ready: node.name !== "worker-1",
                    unschedulable: node.name === "cp-1",
                })),
            },
        },
        ["nodes-ready fail: worker-1: its Node is not Ready", "nodes-schedulable fail: cp-1: its Node is cordoned"],
    ],
    [
        "kube-proxy short of a pod",
        { kubernetes: { kubeProxyDesired: 2 } },
        ["kube-proxy-ready fail: cluster: 1 of 2 pods are ready"],
    ],
    [
        "coredns with pods that do not count",
        {
            kubernetes: {
                pods: KUBERNETES.pods.map((one) => (one.name === "coredns-a" ? { ...one, ready: false, ended: true } : one)),
            },
        },
        ["coredns-ready fail: cluster: 0 of 1 pods are ready"],
    ],
])("%s", (_, cluster, expected) => {
    expect(trouble(facts(cluster))).toEqual(expected);
});

test("control plane machines that name different members of etcd are told with both lists", () => {
    const other = machine("cp-2", "controlplane", { etcdMembers: ok([]) });
    const known = facts();
    expect(trouble({ ...known, machines: [...known.machines, other] })).toEqual([
        "etcd-members-consistent fail: cp-2: etcd's members are nobody here and cp-1 (a1) on cp-1",
    ]);
});

test("without Kubernetes six checks are unknown and the others are judged all the same", () => {
    const report = evaluateHealth({ ...facts(), kubernetes: fail("unreachable", "the API is dead") });
    expect(report.checks.flatMap(({ id, status, reasons }) => (status === "unknown" ? [[id, reasons[0]?.says]] : []))).toEqual(
        ["nodes-reported", "control-plane-ready", "nodes-ready", "kube-proxy-ready", "coredns-ready", "nodes-schedulable"].map(
            (id) => [id, "the API is dead"],
        ),
    );
    expect(report.status).toBe("unknown");
});

test("an unreachable machine fails one check and makes the others unknown, never clean", () => {
    const gone: Partial<MachineFacts> = {
        version: lost,
        services: lost,
        memoryBytes: lost,
        volumes: lost,
        diagnostics: lost,
        stage: lost,
        members: lost,
        etcdMembers: lost,
        staticPods: lost,
        cniName: lost,
    };
    expect(trouble(facts({ worker: gone }))).toEqual([
        "apid-ready fail: worker-1: no route to host",
        "memory-sizes unknown: worker-1: no route to host",
        "disk-sizes unknown: worker-1: no route to host",
        "no-diagnostics unknown: worker-1: no route to host",
        "worker-kubelet-healthy unknown: worker-1: no route to host",
        "boot-finished unknown: worker-1: no route to host",
    ]);
});

test("with no CNI of Talos' own, readiness of nodes and of coredns is not judged", () => {
    const none = evaluateHealth(
        facts({
            controlPlane: { cniName: ok("none") },
            kubernetes: { nodes: KUBERNETES.nodes.map((node) => ({ ...node, ready: false })) },
        }),
    );
    expect(
        none.checks
            .filter(({ id }) => id === "nodes-ready" || id === "coredns-ready")
            .map(({ status, reasons }) => [status, reasons[0]?.says]),
    ).toEqual([
        ["pass", "not judged: the cluster is configured without a CNI"],
        ["pass", "not judged: the cluster is configured without a CNI"],
    ]);
});

test("in containers memory and disk are not judged; without kube-proxy there is nothing to judge", () => {
    const docker = { version: ok({ tag: "v1.12.0", mode: "container" }), memoryBytes: ok(1), volumes: ok([]) };
    expect(trouble(facts({ controlPlane: docker, worker: docker, kubernetes: { kubeProxyDesired: undefined } }))).toEqual([]);
});

test("a single machine has no worker to judge, and no machine at all is not healthy", () => {
    expect(trouble({ ...facts(), machines: [machine("cp-1", "controlplane")] })).toEqual([]);
    expect(evaluateHealth({ machines: [], kubernetes: lost }).status).toBe("unknown");
});

test("a machine whose type nobody could tell is judged as a control plane, and its memory as a worker's at least", () => {
    const { type: _type, ...unnamed } = machine("x", "controlplane", { memoryBytes: ok(1000 * MIB) });
    expect(trouble({ ...facts(), machines: [unnamed] })).toEqual([
        "memory-sizes unknown: x: enough for a worker; whether it is one nobody could tell",
    ]);
});
