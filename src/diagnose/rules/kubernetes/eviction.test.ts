import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { eviction } from "./eviction.ts";

const OWNER = "ownerReferences: [{ apiVersion: apps/v1, kind: StatefulSet, name: db, controller: true }]";
const EVICTED = `
apiVersion: v1
kind: Pod
metadata: { name: db-0, namespace: msp, ${OWNER} }
spec: { nodeName: n1 }
status: { phase: Failed, reason: Evicted, message: "The node was low on resource: ephemeral-storage. Threshold quantity: 1Gi, available: 512Mi." }
---
`;
const HEALTHY = `
apiVersion: v1
kind: Pod
metadata: { name: db-1, namespace: msp, ${OWNER} }
status: { phase: Running, conditions: [{ type: Ready, status: "True" }] }
`;

test("A workload that was evicted and has no pod says why", async () => {
    expect((await judge(eviction, { objects: EVICTED })).says).toEqual([
        "StatefulSet msp/db: 1 pod was evicted from n1: The node was low on resource: ephemeral-storage. Threshold quantity: 1Gi, available: 512Mi.",
    ]);
});

test("A workload that is whole again got over it", async () => {
    expect((await judge(eviction, { objects: EVICTED + HEALTHY })).answer).toBe("clean");
});
