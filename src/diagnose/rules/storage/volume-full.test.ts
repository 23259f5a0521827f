import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { volumeFull } from "./volume-full.ts";

const stats = (used: number) => ({
    "stats.json": JSON.stringify({
        node: { nodeName: "n1" },
        pods: [{ volume: [{ pvcRef: { name: "data", namespace: "msp" }, usedBytes: used, capacityBytes: 10 * 2 ** 30 }] }],
    }),
});
const POD = `
apiVersion: v1
kind: Pod
metadata: { name: db-0, namespace: msp, ownerReferences: [{ apiVersion: apps/v1, kind: StatefulSet, name: db, controller: true }] }
spec:
  nodeName: n1
  containers: [{ name: postgres, volumeMounts: [{ name: data, mountPath: /var/lib/postgresql }] }]
  volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]
status: { phase: Running, containerStatuses: [{ name: postgres, ready: false, state: { waiting: { reason: CrashLoopBackOff } } }] }
`;

test("A full volume says how full the kubelet measured it", async () => {
    const { says } = await judge(volumeFull, { files: stats(9.9 * 2 ** 30) });
    expect(says).toEqual(["PersistentVolumeClaim msp/data is full (9.9Gi of 10Gi used, 99 %)"]);
});

test("A volume that is nearly full is a remark", async () => {
    const { findings } = await judge(volumeFull, { files: stats(9 * 2 ** 30) });
    expect(findings.map((finding) => [finding.rule, finding.severity])).toEqual([["storage.volume-full.nearly", "info"]]);
});

test("A program that cannot write to its volume names the claim", async () => {
    const { says } = await judge(volumeFull, {
        objects: POD,
        logs: { "msp/db-0/postgres.log": 'FATAL:  could not write lock file "postmaster.pid": No space left on device\n' },
    });
    expect(says).toEqual([
        'PersistentVolumeClaim msp/data is full: StatefulSet msp/db cannot write to it ("FATAL:  could not write lock file "postmaster.pid": No space left on device")',
    ]);
});

test("A volume with room is fine", async () => {
    expect((await judge(volumeFull, { files: stats(2 ** 30) })).answer).toBe("clean");
});
