import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT } from "../../../../test/diagnose/workload.ts";
import { evicted } from "./evicted.ts";

const pod = (name: string, status: string) => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: msp, creationTimestamp: "2026-11-21T07:00:00Z", ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: web-5d4f, controller: true }], labels: { pod-template-hash: 5d4f } }
spec: { nodeName: n1, containers: [{ name: web, image: "registry.example.com/web:1.0" }] }
status: { ${status} }
---
`;
const GONE =
    "phase: Failed, reason: Evicted, message: 'The node was low on resource: ephemeral-storage. Threshold quantity: 2Gi, available: 1Gi.'";

test("Evicted pods without a successor quote what the node lacked", async () => {
    expect((await judge(evicted, { at: AT, objects: pod("web-5d4f-a", GONE) })).says).toEqual([
        "Deployment msp/web: pod web-5d4f-a was ended by node n1 (Evicted) and none is ready in its place: The node was low on resource: ephemeral-storage. Threshold quantity: 2Gi, available: 1Gi.",
    ]);
});

test("Evicted pods that were replaced are history", async () => {
    const alive = pod("web-5d4f-b", 'phase: Running, conditions: [{ type: Ready, status: "True" }]');
    expect((await judge(evicted, { at: AT, objects: pod("web-5d4f-a", GONE) + alive })).answer).toBe("clean");
});

test("Without pods it is not known", async () => {
    expect((await judge(evicted, { at: AT, errors: 'pods is forbidden: User "u" cannot list resource "pods"' })).answer).toBe(
        "unknown",
    );
});
