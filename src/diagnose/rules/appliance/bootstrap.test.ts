import { expect, test } from "vitest";
import { AT, appliance, CORE, program } from "../../../../test/diagnose/appliance.ts";
import { judge } from "../../../../test/diagnose/judge.ts";
import { bootstrap } from "./bootstrap.ts";

test("A bootstrap that runs for an hour hangs", async () => {
    const { says } = await judge(bootstrap, {
        at: AT,
        objects: appliance({
            instead:
                "apiVersion: batch/v1\nkind: Job\nmetadata: { name: alga-core-sebastian-bootstrap, namespace: msp }\nstatus: { startTime: 2026-11-21T08:00:00Z, active: 1 }\n---\n",
        }),
    });
    expect(says).toEqual(["Job msp/alga-core-sebastian-bootstrap runs for 60 minutes and has not filled the database"]);
});

test("A server that waits for a bootstrap that is gone", async () => {
    const { says } = await judge(bootstrap, {
        at: AT,
        objects: appliance({
            instead:
                "apiVersion: batch/v1\nkind: Job\nmetadata: { name: other, namespace: msp }\nstatus: { succeeded: 1 }\n---\n" +
                program({
                    ...CORE,
                    phase: "Pending",
                    status: "ready: false, restartCount: 0, state: { waiting: { reason: PodInitializing } }",
                    initStatus:
                        '{ name: wait-for-bootstrap, ready: false, state: { running: { startedAt: "2026-11-21T08:00:00Z" } } }',
                    spec: "initContainers: [{ name: wait-for-bootstrap }]",
                }),
        }),
    });
    expect(says).toEqual([
        "Job msp/alga-core-sebastian-bootstrap is not there (it is removed 300 seconds after its end), and Deployment msp/alga-core-sebastian still waits for it in init container wait-for-bootstrap",
    ]);
});

test("A bootstrap that is done, and one that was removed after its time, are normal", async () => {
    expect(
        (
            await judge(bootstrap, {
                at: AT,
                objects: appliance({
                    instead:
                        'apiVersion: batch/v1\nkind: Job\nmetadata: { name: alga-core-sebastian-bootstrap, namespace: msp }\nstatus: { startTime: 2026-11-21T08:00:00Z, succeeded: 1, conditions: [{ type: Complete, status: "True" }] }\n---\n',
                }),
            })
        ).answer,
    ).toBe("clean");
});

test("A bootstrap that began a while ago is under way", async () => {
    expect(
        (
            await judge(bootstrap, {
                at: AT,
                objects: appliance({
                    instead:
                        "apiVersion: batch/v1\nkind: Job\nmetadata: { name: alga-core-sebastian-bootstrap, namespace: msp }\nstatus: { startTime: 2026-11-21T08:50:00Z, active: 1 }\n---\n",
                }),
            })
        ).answer,
    ).toBe("clean");
});

test("An appliance that is well is clean, and what was not collected is not known", async () => {
    expect((await judge(bootstrap, { at: AT, objects: appliance() })).answer).toBe("clean");
    expect((await judge(bootstrap, { at: AT, objects: appliance(), errors: "jobs is forbidden" })).answer).toBe("unknown");
});
