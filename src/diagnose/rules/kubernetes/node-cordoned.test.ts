import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { nodeCordoned } from "./node-cordoned.ts";

const node = (spec: string) => `apiVersion: v1\nkind: Node\nmetadata: { name: n1 }\nspec: ${spec}\n`;

test("A cordoned node is a remark", async () => {
    const { says, findings } = await judge(nodeCordoned, { objects: node("{ unschedulable: true }") });
    expect(says).toEqual(["Node n1 is cordoned: nothing new is placed on it"]);
    expect(findings[0]?.severity).toBe("info");
});

test("A node that takes pods is fine", async () => {
    expect((await judge(nodeCordoned, { objects: node("{}") })).answer).toBe("clean");
});
