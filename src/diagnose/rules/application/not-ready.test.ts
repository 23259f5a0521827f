import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT, crashing, event, running, waiting, workload } from "../../../../test/diagnose/workload.ts";
import { notReady } from "./not-ready.ts";

test("A pod that runs and is not ready for hours is a symptom with its condition", async () => {
    expect((await judge(notReady, { at: AT, objects: workload({ status: running(false) }) })).says).toEqual([
        "Deployment msp/web: pod web-5d4f-abcde runs and is not ready: containers with unready status: [web]",
    ]);
});

test("What its log says is quoted", async () => {
    const logs = { "msp/web-5d4f-abcde/web.log": "FATAL: could not write file: No space left on device\n" };
    expect((await judge(notReady, { at: AT, objects: workload({ status: running(false) }), logs })).says).toEqual([
        'Deployment msp/web: pod web-5d4f-abcde runs and is not ready: "FATAL: could not write file: No space left on device"',
    ]);
});

test("A pod that has just been started is given time", async () => {
    const objects = workload({ status: running(false), createdAt: "2026-11-21T08:58:00Z" });
    expect((await judge(notReady, { at: AT, objects })).answer).toBe("clean");
});

test("Without pods it is not known", async () => {
    expect((await judge(notReady, { at: AT, errors: 'pods is forbidden: User "u" cannot list resource "pods"' })).answer).toBe(
        "unknown",
    );
});

test("A crash and a probe have rules of their own", async () => {
    const probed =
        workload({ status: running(false) }) +
        event("Pod", "msp", "web-5d4f-abcde", "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503");
    const crashed = workload({ name: "api", status: crashing(1) });
    const pulls = workload({ name: "job", phase: "Pending", status: waiting("ImagePullBackOff") });
    expect((await judge(notReady, { at: AT, objects: probed + crashed + pulls })).answer).toBe("clean");
});
