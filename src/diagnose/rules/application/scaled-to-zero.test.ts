import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT, running, workload } from "../../../../test/diagnose/workload.ts";
import { scaledToZero } from "./scaled-to-zero.ts";

test("A workload at zero is a remark with its number", async () => {
    const objects = workload({ status: running() }).replace("spec: { replicas: 1, selector", "spec: { replicas: 0, selector");
    const { says, findings } = await judge(scaledToZero, { at: AT, objects });
    expect(says).toEqual(["Deployment msp/web is scaled to zero (replicas: 0), so it has no pods"]);
    expect(findings[0]).toMatchObject({ severity: "info", role: "cause" });
});

test("A workload with replicas is not mentioned", async () => {
    expect((await judge(scaledToZero, { at: AT, objects: workload({ status: running() }) })).answer).toBe("clean");
});

test("Without Deployments it is not known", async () => {
    expect(
        (
            await judge(scaledToZero, {
                at: AT,
                errors: 'deployments.apps is forbidden: User "u" cannot list resource "deployments" in API group "apps"',
            })
        ).answer,
    ).toBe("unknown");
});
