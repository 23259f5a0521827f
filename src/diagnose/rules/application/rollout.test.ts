import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT, crashing, running, workload } from "../../../../test/diagnose/workload.ts";
import { rollout } from "./rollout.ts";

const STUCK = `conditions: [{ type: Progressing, status: "False", reason: ProgressDeadlineExceeded, message: 'ReplicaSet "web-5d4f" has timed out progressing.', lastTransitionTime: "2026-11-21T08:10:00Z" }]`;

test("A rollout that is stuck says so with its condition", async () => {
    const { says, findings } = await judge(rollout, { at: AT, objects: workload({ status: crashing(1), deployment: STUCK }) });
    expect(says).toEqual(['Deployment msp/web has 0 of 1 pods ready: ReplicaSet "web-5d4f" has timed out progressing.']);
    expect(findings[0]).toMatchObject({ rule: "application.rollout.stuck", role: "symptom" });
});

test("A StatefulSet waits for its pod with the lowest number", async () => {
    const set = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: msp }
spec: { replicas: 3, serviceName: db }
status: { replicas: 1, readyReplicas: 0 }
---
apiVersion: v1
kind: Pod
metadata: { name: db-0, namespace: msp, creationTimestamp: "2026-11-21T07:00:00Z", ownerReferences: [{ apiVersion: apps/v1, kind: StatefulSet, name: db, controller: true }] }
spec: { nodeName: n1, containers: [{ name: db, image: "postgres:16" }] }
status: { phase: Running, containerStatuses: [{ name: db, ${crashing(1)} }] }
---
`;
    expect((await judge(rollout, { at: AT, objects: set })).says).toEqual([
        "StatefulSet msp/db has 0 of 3 pods ready: it waits for pod db-0 before it makes the next",
    ]);
});

test("A paused Deployment is a remark", async () => {
    const objects = workload({ status: running() }).replace(
        "spec: { replicas: 1, selector",
        "spec: { paused: true, replicas: 1, selector",
    );
    const { says, findings } = await judge(rollout, { at: AT, objects });
    expect(says).toEqual(["Deployment msp/web is paused: changes are not rolled out"]);
    expect(findings[0]?.severity).toBe("info");
});

test("A workload with all pods, and one whose pods were made a moment ago, are no faults", async () => {
    const young = workload({ name: "api", status: running(false), createdAt: "2026-11-21T08:58:30Z" });
    expect((await judge(rollout, { at: AT, objects: workload({ status: running() }) + young })).answer).toBe("clean");
});

test("Without Deployments it is not known", async () => {
    expect(
        (
            await judge(rollout, {
                at: AT,
                errors: 'deployments.apps is forbidden: User "u" cannot list resource "deployments" in API group "apps"',
            })
        ).answer,
    ).toBe("unknown");
});
