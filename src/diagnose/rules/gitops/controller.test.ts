import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT } from "../../../../test/diagnose/workload.ts";
import { controller } from "./controller.ts";

const SOURCE = `
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: fleet, namespace: flux-system }
spec: {}
status: { conditions: [{ type: Ready, status: "True" }] }
---
`;
const deployment = (name: string, replicas: number, ready: number) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: flux-system }
spec: { replicas: ${replicas} }
status: { replicas: ${replicas}, readyReplicas: ${ready} }
---
`;

test("A controller at zero stops everything of its kinds, however green it looks", async () => {
    expect((await judge(controller, { at: AT, objects: SOURCE + deployment("source-controller", 0, 0) })).says).toEqual([
        "Deployment flux-system/source-controller is scaled to zero, so 1 object is not reconciled",
    ]);
});

test("A controller without a ready pod is a symptom of its pods", async () => {
    const { says, findings } = await judge(controller, { at: AT, objects: SOURCE + deployment("source-controller", 1, 0) });
    expect(says).toEqual(["Deployment flux-system/source-controller has no ready pod, so 1 object is not reconciled"]);
    expect(findings[0]?.role).toBe("symptom");
});

test("A controller that was not installed is missed where others are and nobody has looked at its objects", async () => {
    const untouched = SOURCE.replace('status: { conditions: [{ type: Ready, status: "True" }] }', "");
    const others = deployment("helm-controller", 1, 1);
    expect((await judge(controller, { at: AT, objects: SOURCE + others })).answer).toBe("clean");
    expect((await judge(controller, { at: AT, objects: untouched + others })).says).toEqual([
        "Deployment flux-system/source-controller does not exist, so 1 object is not reconciled",
    ]);
});

test("A controller that runs, or of which there is nothing to do, is no fault", async () => {
    expect(
        (
            await judge(controller, {
                at: AT,
                objects: SOURCE + deployment("source-controller", 1, 1) + deployment("helm-controller", 0, 0),
            })
        ).answer,
    ).toBe("clean");
});

test("Without Deployments it is not known", async () => {
    expect(
        (
            await judge(controller, {
                at: AT,
                objects: SOURCE,
                errors: 'deployments.apps is forbidden: User "u" cannot list resource "deployments" in API group "apps"',
            })
        ).answer,
    ).toBe("unknown");
});
