import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { podWaits } from "./pod-waits.ts";

const pod = (node: string, ready: boolean) => `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: msp, creationTimestamp: "2026-11-21T07:00:00Z" }
spec: { ${node} containers: [{ name: web }] }
status: { phase: ${node === "" ? "Pending" : "Running"}, conditions: [{ type: ContainersReady, status: "${ready}", lastTransitionTime: "2026-11-21T08:00:00Z" }] }
---
`;
const node = (status: string) =>
    `apiVersion: v1\nkind: Node\nmetadata: { name: n1 }\nstatus: { conditions: [{ type: Ready, status: "${status}", lastTransitionTime: "2026-11-21T08:00:00Z" }] }\n`;

test("A pod that no scheduler looked at says so", async () => {
    expect((await judge(podWaits, { objects: pod("", false) })).says).toEqual([
        "Pod msp/web: no scheduler has looked at pod web",
    ]);
});

test("A pod on a lost node names the node", async () => {
    expect((await judge(podWaits, { objects: pod("nodeName: n1,", false) + node("Unknown") })).says).toEqual([
        "Pod msp/web: pod web is on node n1, which is not ready",
    ]);
});

test("A pod on a ready node is not waiting for anybody", async () => {
    expect((await judge(podWaits, { objects: pod("nodeName: n1,", false) + node("True") })).answer).toBe("clean");
});
