import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { nodeAffinity } from "./node-affinity.ts";

const objects = (message: string) => `
apiVersion: v1
kind: Pod
metadata: { name: db-0, namespace: msp }
spec: { containers: [{ name: postgres }], volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }] }
status: { phase: Pending, conditions: [{ type: PodScheduled, status: "False", reason: Unschedulable, message: "${message}", lastTransitionTime: "2026-11-21T08:00:00Z" }] }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data, namespace: msp }
spec: { volumeName: pv-1 }
---
apiVersion: v1
kind: PersistentVolume
metadata: { name: pv-1 }
spec: { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: kubernetes.io/hostname, operator: In, values: [worker-2] }] }] } } }
---
apiVersion: v1
kind: Node
metadata: { name: worker-1 }
`;

test("A volume of a node that is gone names the node", async () => {
    const { says } = await judge(nodeAffinity, {
        objects: objects("0/1 nodes are available: 1 node(s) had volume node affinity conflict."),
    });
    expect(says).toEqual([
        "PersistentVolume pv-1 can be used only on node worker-2, which does not exist any more, and pod msp/db-0 cannot be placed there",
    ]);
});

test("A pod that lacks memory is no matter of its volume", async () => {
    expect((await judge(nodeAffinity, { objects: objects("0/1 nodes are available: 1 Insufficient memory.") })).answer).toBe(
        "clean",
    );
});
