import { expect, test } from "vitest";
import { diagnosed, sketch } from "../judge.ts";
import { AT, event, running, workload } from "../workload.ts";

const NOISE = [
    ["Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503"],
    ["Unhealthy", 'Liveness probe failed: Get "http://10.244.0.13:8080/healthz": context deadline exceeded'],
    ["BackOff", "Back-off restarting failed container web in pod web-5d4f-abcde"],
    ["FailedMount", 'MountVolume.SetUp failed for volume "conf" : configmap "web-conf" not found'],
    ["FailedScheduling", "0/3 nodes are available: 3 Insufficient cpu."],
    ["Failed", 'Failed to pull image "registry.example.com/web:1.0": toomanyrequests: rate limit exceeded'],
] as const;

/** A cluster that is well, with old restarts, completed Jobs, replaced pods, and thousands of warnings from its start. */
function noisy(): string {
    const events = Array.from({ length: 1200 }, (_, index) => {
        const [reason, message] = NOISE[index % NOISE.length] ?? NOISE[0];
        return event(
            "Pod",
            "msp",
            "web-5d4f-abcde",
            reason,
            message,
            new Date(Date.parse(AT) - index * 1000).toISOString(),
        ).replace(`.${reason.toLowerCase()}`, `.${index}`);
    });
    const old = ', lastState: { terminated: { exitCode: 1, reason: Error, finishedAt: "2026-11-21T07:01:00Z" } }';
    return `${workload({ status: running(true, 6) + old })}
${workload({ name: "db", status: running(true, 2) })}
${workload({ name: "cache", status: `${running(true, 9)}, lastState: { terminated: { exitCode: 137, reason: OOMKilled, finishedAt: "2026-11-19T07:01:00Z" } }` })}
apiVersion: batch/v1
kind: Job
metadata: { name: migrate, namespace: msp, creationTimestamp: "2026-11-21T07:00:00Z" }
spec: {}
status: { succeeded: 1, failed: 2, conditions: [{ type: Complete, status: "True" }] }
---
apiVersion: v1
kind: Pod
metadata: { name: migrate-a, namespace: msp, creationTimestamp: "2026-11-21T07:00:00Z", ownerReferences: [{ apiVersion: batch/v1, kind: Job, name: migrate, controller: true }] }
spec: { nodeName: n1, containers: [{ name: migrate, image: "registry.example.com/web:1.0" }] }
status: { phase: Failed, containerStatuses: [{ name: migrate, ready: false, restartCount: 0, state: { terminated: { exitCode: 1, reason: Error, finishedAt: "2026-11-21T07:01:00Z" } } }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web-5d4f-old, namespace: msp, creationTimestamp: "2026-11-20T07:00:00Z", ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: web-5d4f, controller: true }] }
spec: { nodeName: n1, containers: [{ name: web, image: "registry.example.com/web:1.0" }] }
status: { phase: Failed, reason: Evicted, message: "The node was low on resource: memory." }
---
${events.join("")}`;
}

test("Thousands of warnings, old restarts, completed Jobs and replaced pods are no fault", async () => {
    const logs = {
        "msp/web-5d4f-abcde/web.log": "ERROR redis: connection refused, retrying\nINFO connected\n",
        "msp/migrate-a/migrate.log": 'FATAL: password authentication failed for user "app_user"\n',
    };
    expect(sketch(await diagnosed({ at: AT, objects: noisy(), logs }))).toEqual(["healthy"]);
});
