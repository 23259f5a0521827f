import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT, running, waiting, workload } from "../../../../test/diagnose/workload.ts";
import { initWaiting } from "./init-waiting.ts";

const DB = `
apiVersion: v1
kind: Service
metadata: { name: db, namespace: msp }
spec: { clusterIP: 10.96.4.4, selector: { app: db }, ports: [{ port: 5432 }] }
---
`;
const waitingFor = (command: string, startedAt = "2026-11-21T08:46:00Z") =>
    DB +
    workload({ phase: "Pending", status: waiting("PodInitializing") })
        .replace(
            "containers: [{ name: web",
            `initContainers: [{ name: wait, image: "busybox:1", command: [sh, -c, "${command}"] }], containers: [{ name: web`,
        )
        .replace(
            "  containerStatuses",
            `  initContainerStatuses: [{ name: wait, ready: false, restartCount: 0, state: { running: { startedAt: "${startedAt}" } } }]\n  containerStatuses`,
        );

test("An init container that waits says for how long and with which words, and points to what it waits for", async () => {
    const { says, findings } = await judge(initWaiting, {
        at: AT,
        objects: waitingFor("until nc -z db 5432; do sleep 1; done"),
        logs: { "msp/web-5d4f-abcde/wait.log": "waiting for db:5432\n" },
    });
    expect(says).toEqual([
        'Deployment msp/web: pod web-5d4f-abcde waits in init container wait for 14 minutes: "waiting for db:5432"',
    ]);
    expect(findings[0]?.dueTo?.[0]).toMatchObject({ relation: "waits-for", ref: { kind: "Service", name: "db" } });
});

test("A Job that its command waits for is named even when it does not exist any more", async () => {
    const { findings } = await judge(initWaiting, {
        at: AT,
        objects: waitingFor("kubectl wait --for=condition=complete job/web-bootstrap"),
    });
    expect(findings[0]?.dueTo?.map((cause) => `${cause.ref.kind} ${cause.ref.name}`)).toContain("Job web-bootstrap");
});

test("A minute in an init container is an ordinary start", async () => {
    expect((await judge(initWaiting, { at: AT, objects: waitingFor("true", "2026-11-21T08:59:00Z") })).answer).toBe("clean");
});

test("Without logs it is not known what is waited for", async () => {
    const { answer, unknowns } = await judge(initWaiting, {
        at: AT,
        objects: workload({ status: running() }),
        errors: "logs were not collected: budget spent",
    });
    expect(answer).toBe("unknown");
    expect(unknowns.length).toBeGreaterThan(0);
});
