import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { nodeTaint } from "./node-taint.ts";

const node = (name: string, taints: string) =>
    `apiVersion: v1\nkind: Node\nmetadata: { name: ${name} }\nspec: { taints: ${taints} }\n---\n`;
const CONTROL_PLANE = "[{ key: node-role.kubernetes.io/control-plane, effect: NoSchedule }]";
const POD = `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: msp }
status: { phase: Pending, conditions: [{ type: PodScheduled, status: "False", message: "0/1 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }." }] }
`;

test("The taint of the only node is what keeps its pods waiting", async () => {
    const { says } = await judge(nodeTaint, { objects: node("cp-1", CONTROL_PLANE) + POD });
    expect(says).toEqual([
        "Node cp-1, the only node, has the taint node-role.kubernetes.io/control-plane:NoSchedule, so 1 pod stays Pending",
    ]);
});

test("With an ordinary node beside it the taint is as it should be", async () => {
    expect((await judge(nodeTaint, { objects: node("cp-1", CONTROL_PLANE) + node("worker-1", "[]") + POD })).answer).toBe(
        "clean",
    );
});
