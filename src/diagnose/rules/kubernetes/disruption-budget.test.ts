import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { disruptionBudget } from "./disruption-budget.ts";

const objects = (unschedulable: boolean, allowed = 0) => `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db, namespace: msp }
spec: { minAvailable: 1, selector: { matchLabels: { app: db } } }
status: { disruptionsAllowed: ${allowed}, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 }
---
apiVersion: v1
kind: Pod
metadata: { name: db-0, namespace: msp, labels: { app: db }, ownerReferences: [{ apiVersion: apps/v1, kind: StatefulSet, name: db, controller: true }] }
spec: { nodeName: n1 }
status: { phase: Running, conditions: [{ type: Ready, status: "True" }] }
---
apiVersion: v1
kind: Node
metadata: { name: n1 }
spec: { unschedulable: ${unschedulable} }
`;

test("A drain that waits for a budget names it with its numbers", async () => {
    expect((await judge(disruptionBudget, { objects: objects(true) })).says).toEqual([
        "PodDisruptionBudget msp/db keeps node n1 from being drained: no disruption is allowed, 1 of 1 pods healthy, 1 needed (1)",
    ]);
});

test("A budget that would block the next drain is a remark", async () => {
    const { findings } = await judge(disruptionBudget, { objects: objects(false) });
    expect(findings.map((finding) => [finding.rule, finding.severity])).toEqual([["kubernetes.disruption-budget.never", "info"]]);
});

test("A budget that allows a disruption is fine", async () => {
    expect((await judge(disruptionBudget, { objects: objects(true, 1) })).answer).toBe("clean");
});
