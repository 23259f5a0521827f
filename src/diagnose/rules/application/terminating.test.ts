import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT, running, workload } from "../../../../test/diagnose/workload.ts";
import { terminating } from "./terminating.ts";

const deleted = (at: string, more = "") =>
    workload({ status: running() }).replace(
        "labels: { app: web, pod-template",
        `deletionTimestamp: "${at}"\n  deletionGracePeriodSeconds: 30\n  ${more}\n  labels: { app: web, pod-template`,
    );

test("A pod that was to be gone an hour ago names its node", async () => {
    expect((await judge(terminating, { at: AT, objects: deleted("2026-11-21T08:00:00Z") })).says).toEqual([
        "Pod msp/web-5d4f-abcde is stuck in Terminating for 60 minutes: on node n1, grace period 30 s",
    ]);
});

test("A finalizer that is not removed is named", async () => {
    const { says, findings } = await judge(terminating, {
        at: AT,
        objects: deleted("2026-11-21T08:00:00Z", "finalizers: [example.com/drain]"),
    });
    expect(says).toEqual([
        "Pod msp/web-5d4f-abcde is stuck in Terminating for 60 minutes: finalizer example.com/drain is not removed",
    ]);
    expect(findings[0]?.rule).toBe("application.terminating.finalizer");
});

test("A pod within its grace period is going", async () => {
    expect((await judge(terminating, { at: AT, objects: deleted("2026-11-21T08:59:50Z") })).answer).toBe("clean");
});

test("Without pods it is not known", async () => {
    expect((await judge(terminating, { at: AT, errors: 'pods is forbidden: User "u" cannot list resource "pods"' })).answer).toBe(
        "unknown",
    );
});
