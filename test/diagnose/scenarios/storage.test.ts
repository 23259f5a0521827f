import { expect, test } from "vitest";
import { CRASHING, CREATING, deployment, node, object, pod, SILENT, TAKEN, unschedulable, warning } from "../cluster.ts";
import { diagnosed, sketch } from "../judge.ts";

const VOLUMES = { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }] };
const bound = object("v1", "PersistentVolumeClaim", "msp/data", {
    spec: { volumeName: "pv-1", storageClassName: "fast" },
    status: { phase: "Bound" },
});

test("A provisioner that crashes is the root of the claim, the database and what waits for it", async () => {
    const storageClass = object("storage.k8s.io/v1", "StorageClass", "local-path", {
        provisioner: "rancher.io/local-path",
        volumeBindingMode: "WaitForFirstConsumer",
    });
    const claim = object(
        "v1",
        "PersistentVolumeClaim",
        "msp/data",
        { spec: { storageClassName: "local-path" }, status: { phase: "Pending" } },
        {
            annotations: {
                "volume.kubernetes.io/selected-node": "n1",
                "volume.kubernetes.io/storage-provisioner": "rancher.io/local-path",
            },
        },
    );
    const waiting = warning(
        "PersistentVolumeClaim msp/data",
        "ExternalProvisioning",
        "Waiting for a volume to be created either by the external provisioner 'rancher.io/local-path' or manually by the system administrator.",
    );
    const objects =
        node("n1") +
        storageClass +
        claim +
        waiting +
        deployment("local-path-storage/local-path-provisioner", 0) +
        pod("local-path-storage/local-path-provisioner", CRASHING) +
        deployment("msp/db", 0) +
        pod("msp/db", {
            ...unschedulable("0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims."),
            spec: VOLUMES,
        });
    const logs = {
        "local-path-storage/local-path-provisioner-7d4b9c-x/main.log":
            'time="2026-11-21T08:58:05Z" level=fatal msg="Error starting daemon: invalid empty flag helper-pod-file"\n',
    };
    expect(sketch(await diagnosed({ at: TAKEN, objects, logs }))).toEqual([
        "broken kubernetes",
        "application.crash-loop.other Deployment local-path-storage/local-path-provisioner",
        "  storage.claim-pending PersistentVolumeClaim msp/data",
        "    kubernetes.scheduling.volume Deployment msp/db",
        "      application.rollout Deployment msp/db",
        "  application.rollout Deployment local-path-storage/local-path-provisioner",
    ]);
});

test("A volume held by a dead node leads to that node", async () => {
    const old = pod("msp/db", {
        name: "db-7d4b9c-old",
        node: "n2",
        ready: false,
        spec: VOLUMES,
        metadata: { deletionTimestamp: "2026-11-21T08:05:00Z" },
    });
    const attach = warning(
        "Pod msp/db-7d4b9c-x",
        "FailedAttachVolume",
        'Multi-Attach error for volume "pv-1" Volume is already used by pod(s) db-7d4b9c-old',
    );
    const objects =
        node("n1") +
        node("n2", [SILENT]) +
        bound +
        deployment("msp/db", 0) +
        pod("msp/db", { ...CREATING, spec: VOLUMES }) +
        old +
        attach;
    const { roots } = await diagnosed({ at: TAKEN, objects });
    expect(roots.map((root) => `${root.rule} ${root.subject.name}`)).toEqual(["kubernetes.node-not-ready.silent n2"]);
    expect(roots[0]?.symptoms.map((symptom) => symptom.rule)).toContain("storage.attach.multi");
});

test("A CSI driver that crashes on the node is the root of the volume that is not mounted", async () => {
    const volume = object("v1", "PersistentVolume", "pv-1", {
        spec: { csi: { driver: "csi.example.com" } },
        status: { phase: "Bound" },
    });
    const daemons = object("apps/v1", "DaemonSet", "kube-system/csi-node", {
        spec: {
            template: {
                metadata: { labels: { app: "csi-node" } },
                spec: { containers: [{ name: "main", args: ["--driver=csi.example.com"] }] },
            },
        },
        status: { desiredNumberScheduled: 1, currentNumberScheduled: 1, numberReady: 0 },
    });
    const mount = warning(
        "Pod msp/db-7d4b9c-x",
        "FailedMount",
        'MountVolume.MountDevice failed for volume "pv-1" : kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name csi.example.com not found in the list of registered CSI drivers',
    );
    const objects =
        node("n1") +
        bound +
        volume +
        daemons +
        pod("kube-system/csi-node", { ...CRASHING, owner: "DaemonSet", name: "csi-node-abcde" }) +
        deployment("msp/db", 0) +
        pod("msp/db", { ...CREATING, spec: VOLUMES }) +
        mount;
    const { roots } = await diagnosed({
        at: TAKEN,
        objects,
        logs: { "kube-system/csi-node-abcde/main.log": "panic: open /dev/nvme0: permission denied\n" },
    });
    expect(roots.map((root) => `${root.subject.kind} ${root.subject.name}`)).toEqual(["DaemonSet csi-node"]);
});

test("A volume of a node that is gone is the root of the pod that cannot be placed", async () => {
    const volume = object("v1", "PersistentVolume", "pv-1", {
        spec: {
            nodeAffinity: {
                required: {
                    nodeSelectorTerms: [
                        { matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values: ["n9"] }] },
                    ],
                },
            },
        },
        status: { phase: "Bound" },
    });
    const objects =
        node("n1") +
        bound +
        volume +
        deployment("msp/db", 0) +
        pod("msp/db", {
            ...unschedulable(
                "0/1 nodes are available: 1 node(s) didn't match PersistentVolume's node affinity. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.",
            ),
            spec: VOLUMES,
        });
    expect(sketch(await diagnosed({ at: TAKEN, objects }))).toEqual([
        "broken kubernetes",
        "storage.node-affinity PersistentVolume pv-1",
        "  kubernetes.scheduling.volume Deployment msp/db",
        "  application.rollout Deployment msp/db",
    ]);
});
