import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT, crashing, running, workload } from "../../../../test/diagnose/workload.ts";
import { oomKilled } from "./oom-killed.ts";

test("A container that is killed at its limit names the limit and the heap it was given", async () => {
    const objects = workload({
        container: "args: [java, -Xmx512m], resources: { limits: { memory: 256Mi } }",
        status: crashing(137, 9, "OOMKilled"),
    });
    expect((await judge(oomKilled, { at: AT, objects })).says).toEqual([
        "Deployment msp/web: container web of pod web-5d4f-abcde is OOMKilled at its memory limit of 256Mi (exit code 137, 9 restarts); its heap is set to -Xmx512m",
    ]);
});

test("Without a limit it was the node that had no memory", async () => {
    const { says, findings } = await judge(oomKilled, { at: AT, objects: workload({ status: crashing(137, 2, "OOMKilled") }) });
    expect(says).toEqual([
        "Deployment msp/web: container web of pod web-5d4f-abcde is OOMKilled (the node ran out of memory; it has no memory limit, 2 restarts)",
    ]);
    expect(findings[0]?.dueTo?.map((cause) => cause.ref.name)).toEqual(["n1"]);
});

test("A container that is up and was killed again and again within the hour is a warning", async () => {
    const up = running(true, 5).replace("07:00:20", "08:40:01");
    const status = `${up}, lastState: { terminated: { exitCode: 137, reason: OOMKilled, finishedAt: "2026-11-21T08:40:00Z" } }`;
    const { says, findings } = await judge(oomKilled, {
        at: AT,
        objects: workload({ status, container: "resources: { limits: { memory: 1Gi } }" }),
    });
    expect(says).toEqual([
        "Deployment msp/web: container web of pod web-5d4f-abcde is OOMKilled at its memory limit of 1Gi (exit code 137, 5 restarts)",
    ]);
    expect(findings[0]?.severity).toBe("warning");
});

test("A kill of yesterday is history", async () => {
    const status = `${running(true, 5)}, lastState: { terminated: { exitCode: 137, reason: OOMKilled, finishedAt: "2026-11-20T08:40:00Z" } }`;
    expect((await judge(oomKilled, { at: AT, objects: workload({ status }) })).answer).toBe("clean");
});

test("Without pods it is not known whether any was killed", async () => {
    expect((await judge(oomKilled, { at: AT, errors: 'pods is forbidden: User "u" cannot list resource "pods"' })).answer).toBe(
        "unknown",
    );
});

test("A container that has run for hours since is well again", async () => {
    const status = `${running(true, 5)}, lastState: { terminated: { exitCode: 137, reason: OOMKilled, finishedAt: "2026-11-21T07:00:10Z" } }`;
    expect((await judge(oomKilled, { at: AT, objects: workload({ status }) })).answer).toBe("clean");
});
