import { expect, test } from "vitest";
import { reportCase, TROUBLED } from "../../../test/diagnose/report-case.ts";

test("The timeline has what happened in each layer, with what went wrong marked", async () => {
    const { summary } = await reportCase(TROUBLED);
    expect(
        summary.timeline.map(
            ({ at, layer, tone, title }) => `${new Date(at).toISOString().slice(5, 16)} ${layer} ${tone} ${title}`,
        ),
    ).toEqual([
        "11-19T12:00 kubernetes good Node n1: Ready became True (KubeletReady)",
        "11-19T12:00 talos good n1: service etcd Running",
        "11-19T12:00 talos good n1: service kubelet Running",
        "11-19T12:30 gitops plain HelmRelease flux-system/core: release 1 superseded",
        "11-21T11:20 talos bad n1: service etcd Failed",
        "11-21T11:30 application bad Pod msp/db-0: FailedScheduling",
        "11-21T11:30 application bad Pod msp/db-0: PodScheduled became False (Unschedulable)",
        "11-21T11:35 gitops bad HelmRelease flux-system/core: release 2 failed",
        "11-21T11:40 kubernetes bad Node n1: MemoryPressure became True (KubeletHasInsufficientMemory)",
        "11-21T11:45 gitops bad HelmRelease flux-system/core: Ready became False (UpgradeFailed)",
        "11-21T11:57 application bad Pod msp/web: container web ended",
    ]);
    expect(summary.timeline.find(({ title }) => title === "Pod msp/db-0: FailedScheduling")).toMatchObject({
        until: Date.parse("2026-11-21T11:59:00Z"),
        count: 9,
    });
});

test("A node tells what presses it, how full it is and how its Talos services are", async () => {
    const { summary } = await reportCase(TROUBLED);
    expect(summary.nodes).toEqual({
        items: [
            {
                name: "n1",
                state: "ready",
                about: "control-plane · v1.35.2 · Talos (v1.12.4)",
                remarks: [
                    "MemoryPressure is True since 2026-11-21 11:40:00 UTC: kubelet has insufficient memory available",
                    "cordoned: no new pods are put on it",
                    "taint maintenance=yes:NoExecute",
                ],
                gauges: [
                    { name: "cpu", share: 0.125, says: "0.5 CPU of 4 CPU requested", tone: "plain" },
                    { name: "memory", share: 0.125, says: "1Gi of 8Gi requested", tone: "plain" },
                    { name: "pods", share: 1 / 110, says: "1 of 110", tone: "plain" },
                ],
                services: [
                    { name: "kubelet", tone: "good", says: "Running: Health check successful" },
                    { name: "etcd", tone: "bad", says: "Failed: no space left on device" },
                ],
            },
        ],
        left: 0,
    });
});

test("A claim shows the way to what should provide it, and one that waits for a consumer is no fault", async () => {
    const { summary } = await reportCase(TROUBLED);
    expect(
        summary.claims.items.map(({ name, links, usedBy, tone }) => ({
            name,
            links: links.map((link) => `${link.tone} ${link.kind} ${link.name}: ${link.says}`),
            usedBy,
            tone,
        })),
    ).toEqual([
        {
            name: "msp/data",
            links: [
                "bad PersistentVolumeClaim Pending: 10Gi",
                "bad PersistentVolume none yet: ",
                "bad StorageClass fast: does not exist",
            ],
            usedBy: ["StatefulSet msp/db"],
            tone: "bad",
        },
        {
            name: "msp/spare",
            links: [
                "plain PersistentVolumeClaim Pending: 1Gi · waits for a first consumer",
                "plain PersistentVolume none yet: ",
                "good StorageClass local-path: rancher.io/local-path",
            ],
            usedBy: [],
            tone: "good",
        },
    ]);
    expect(summary.classes.items).toEqual([
        { name: "local-path", provisioner: "rancher.io/local-path", isDefault: true, claims: 1 },
    ]);
    expect(summary.volumes.items).toEqual([{ name: "pv-old", says: "Released · 20Gi · was of msp/data-0", tone: "plain" }]);
});

test("A volume that is nearly full and what a node uses come from the kubelet's own figures", async () => {
    const { summary } = await reportCase({
        at: "2026-11-21T12:00:00Z",
        objects: `
apiVersion: v1
kind: Node
metadata: { name: n1 }
status: { allocatable: { cpu: "4", memory: 8Gi }, conditions: [{ type: Ready, status: "True" }] }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data, namespace: msp }
spec: { volumeName: pv-1, storageClassName: local-path }
status: { phase: Bound, capacity: { storage: 10Gi } }
`,
        files: {
            "management-cluster/cluster/nodes/n1/stats-summary.yaml": `
node:
  nodeName: n1
  startTime: "2026-11-21T09:00:00Z"
  cpu: { usageNanoCores: 1000000000 }
  memory: { workingSetBytes: 7730941133 }
  fs: { availableBytes: 1073741824, capacityBytes: 107374182400 }
pods:
  - volume: [{ pvcRef: { name: data, namespace: msp }, availableBytes: 104857600, capacityBytes: 10737418240, usedBytes: 10632560640 }]
`,
        },
    });
    expect(summary.nodes.items[0]?.gauges).toEqual([
        { name: "cpu", share: 0, mark: 0.25, says: "0 CPU of 4 CPU requested, 1 CPU used", tone: "plain" },
        { name: "memory", share: 0, mark: 0.9000000000232831, says: "0Mi of 8Gi requested, 7.2Gi used", tone: "bad" },
        { name: "disk", share: 0.99, says: "1 GiB of 100 GiB free", tone: "bad" },
    ]);
    expect(summary.claims.items[0]).toMatchObject({
        fill: { share: 0.990234375, says: "9.9 GiB in it, 100 MiB of 10 GiB free", tone: "bad" },
        tone: "bad",
    });
    expect(summary.timeline.map(({ title }) => title)).toEqual(["Node n1: kubelet started"]);
});

test("What was not collected is grouped by its reason, what was redacted by net and rule", async () => {
    const { summary } = await reportCase(TROUBLED, {
        nets: [{ name: "structure", on: true }],
        redactions: { "secret-data": 3, "known-value": 12, "user-pattern": 1 },
    });
    expect(summary.gaps).toEqual([
        {
            code: "forbidden",
            count: 1,
            items: [
                {
                    about: "all of Secret in msp",
                    message:
                        'secrets is forbidden: User "support" cannot list resource "secrets" in API group "" in the namespace "msp"',
                    partial: false,
                },
            ],
            hints: [],
        },
    ]);
    expect(summary.redactions).toEqual({
        nets: [{ name: "structure", on: true }],
        counts: [
            { rule: "known-value", net: "known-values", count: 12 },
            { rule: "secret-data", net: "structure", count: 3 },
            { rule: "user-pattern", net: "patterns", count: 1 },
        ],
    });
});
