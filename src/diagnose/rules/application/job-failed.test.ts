import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT } from "../../../../test/diagnose/workload.ts";
import { jobFailed } from "./job-failed.ts";

const job = (condition: string, more = "", name = "web-bootstrap") => `
apiVersion: batch/v1
kind: Job
metadata: { name: ${name}, namespace: msp, creationTimestamp: "2026-11-21T08:00:00Z" ${more} }
spec: { backoffLimit: 2 }
status: { failed: 3, conditions: [{ ${condition}, lastTransitionTime: "2026-11-21T08:10:00Z" }] }
---
apiVersion: v1
kind: Pod
metadata: { name: ${name}-x1, namespace: msp, creationTimestamp: "2026-11-21T08:08:00Z", ownerReferences: [{ apiVersion: batch/v1, kind: Job, name: ${name}, controller: true }] }
spec: { nodeName: n1, restartPolicy: Never, containers: [{ name: bootstrap, image: "registry.example.com/web:1.0" }] }
status: { phase: Failed, containerStatuses: [{ name: bootstrap, ready: false, restartCount: 0, state: { terminated: { exitCode: 1, reason: Error, finishedAt: "2026-11-21T08:09:00Z" } } }] }
---
`;
const BACKOFF =
    'type: Failed, status: "True", reason: BackoffLimitExceeded, message: Job has reached the specified backoff limit';

test("A Job that gave up quotes the line of its last pod", async () => {
    const logs = { "msp/web-bootstrap-x1/bootstrap.log": "Error: Configured seed directory does not exist: /app/seeds\n" };
    expect((await judge(jobFailed, { at: AT, objects: job(BACKOFF), logs })).says).toEqual([
        'Job msp/web-bootstrap failed (BackoffLimitExceeded, 3 failed pods): "Error: Configured seed directory does not exist: /app/seeds"',
    ]);
});

test("A Job at its deadline is called that", async () => {
    const { says, findings } = await judge(jobFailed, {
        at: AT,
        objects: job(
            'type: Failed, status: "True", reason: DeadlineExceeded, message: Job was active longer than specified deadline',
        ),
    });
    expect(says).toEqual([
        "Job msp/web-bootstrap failed (DeadlineExceeded, 3 failed pods): Job was active longer than specified deadline",
    ]);
    expect(findings[0]?.rule).toBe("application.job-failed.deadline");
});

test("A Job that ended well after failures is no fault", async () => {
    expect((await judge(jobFailed, { at: AT, objects: job('type: Complete, status: "True"') })).answer).toBe("clean");
});

test("Of a CronJob only the newest run counts", async () => {
    const cron = `
apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly, namespace: msp }
spec: { schedule: "0 2 * * *" }
status: { lastSuccessfulTime: "2026-11-21T08:30:00Z" }
---
`;
    const owned = ", ownerReferences: [{ apiVersion: batch/v1, kind: CronJob, name: nightly, controller: true }]";
    expect((await judge(jobFailed, { at: AT, objects: cron + job(BACKOFF, owned, "nightly-1") })).answer).toBe("clean");
    const failing = cron.replace("08:30:00Z", "02:30:00Z").replace("2026-11-21T02", "2026-11-20T02");
    const { findings } = await judge(jobFailed, { at: AT, objects: failing + job(BACKOFF, owned, "nightly-1") });
    expect(findings[0]).toMatchObject({ severity: "warning", subject: { kind: "CronJob", name: "nightly" } });
});

test("Without Jobs it is not known", async () => {
    expect(
        (
            await judge(jobFailed, {
                at: AT,
                errors: 'jobs.batch is forbidden: User "u" cannot list resource "jobs" in API group "batch"',
            })
        ).answer,
    ).toBe("unknown");
});
