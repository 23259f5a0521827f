import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { quota } from "./quota.ts";

const deployment = (message: string, replicas = 1) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: msp }
spec: { replicas: 2 }
status: { replicas: ${replicas}, conditions: [{ type: ReplicaFailure, status: "True", reason: FailedCreate, message: '${message}', lastTransitionTime: "2026-11-21T08:00:00Z" }] }
`;

test("A used-up quota is named with its numbers", async () => {
    const { says, findings } = await judge(quota, {
        objects: deployment(
            'pods "web-1" is forbidden: exceeded quota: compute, requested: limits.memory=2Gi, used: limits.memory=7Gi, limited: limits.memory=8Gi',
        ),
    });
    expect(says).toEqual([
        "ResourceQuota msp/compute is used up, so Deployment msp/web gets no pods: requested: limits.memory=2Gi, used: limits.memory=7Gi, limited: limits.memory=8Gi",
    ]);
    expect(findings[0]?.subject.kind).toBe("ResourceQuota");
});

test("A quota that wants limits says which", async () => {
    const { says } = await judge(quota, {
        objects: deployment('pods "web-1" is forbidden: failed quota: compute: must specify limits.cpu for: web'),
    });
    expect(says).toEqual([
        "ResourceQuota msp/compute wants limits that are not stated, so Deployment msp/web gets no pods: must specify limits.cpu for: web",
    ]);
});

test("A workload that has its pods got over it", async () => {
    expect((await judge(quota, { objects: deployment("exceeded quota: compute, requested: pods=1", 2) })).answer).toBe("clean");
});
