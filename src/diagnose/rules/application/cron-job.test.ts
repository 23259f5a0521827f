import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT, event } from "../../../../test/diagnose/workload.ts";
import { cronJob } from "./cron-job.ts";

const cron = (spec: string, status: string) => `
apiVersion: batch/v1
kind: CronJob
metadata: { name: backup, namespace: msp, creationTimestamp: "2026-11-01T00:00:00Z" }
spec: { schedule: "*/10 * * * *", ${spec} }
status: { ${status} }
---
`;
const RUNNING = `
apiVersion: batch/v1
kind: Job
metadata: { name: backup-1, namespace: msp, creationTimestamp: "2026-11-21T02:00:00Z" }
spec: {}
status: { active: 1 }
---
`;

test("A suspended CronJob is a remark", async () => {
    const { says, findings } = await judge(cronJob, { at: AT, objects: cron("suspend: true", "") });
    expect(says).toEqual(["CronJob msp/backup is suspended and starts no Jobs"]);
    expect(findings[0]?.severity).toBe("info");
});

test("A run that never ends keeps the next from starting", async () => {
    const objects = cron("concurrencyPolicy: Forbid", "active: [{ kind: Job, name: backup-1, namespace: msp }]") + RUNNING;
    expect((await judge(cronJob, { at: AT, objects })).says).toEqual([
        "CronJob msp/backup starts no new Job: backup-1 runs for 7 hours and concurrencyPolicy is Forbid",
    ]);
});

test("More than a hundred missed runs stop it", async () => {
    const objects =
        cron("", 'lastScheduleTime: "2026-11-19T02:00:00Z"') +
        event(
            "CronJob",
            "msp",
            "backup",
            "TooManyMissedTimes",
            "too many missed start times: 142. Set or decrease .spec.startingDeadlineSeconds or check clock skew",
        );
    expect((await judge(cronJob, { at: AT, objects })).says).toEqual([
        "CronJob msp/backup does not start its Jobs: too many missed start times: 142. Set or decrease .spec.startingDeadlineSeconds or check clock skew",
    ]);
});

test("A CronJob that runs on time is no fault", async () => {
    expect((await judge(cronJob, { at: AT, objects: cron("", 'lastScheduleTime: "2026-11-21T08:50:00Z"') })).answer).toBe(
        "clean",
    );
});

test("Without CronJobs it is not known", async () => {
    expect(
        (
            await judge(cronJob, {
                at: AT,
                errors: 'cronjobs.batch is forbidden: User "u" cannot list resource "cronjobs" in API group "batch"',
            })
        ).answer,
    ).toBe("unknown");
});
