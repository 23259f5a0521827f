import { expect, test } from "vitest";
import { type Case, diagnosed, sketch } from "../judge.ts";
import { AT, crashing, running, workload } from "../workload.ts";

/** Somebody scaled the database to zero: a remark by itself, the root because the web needs it. */
const database = workload({ name: "db", status: running() })
    .split("---")[0]
    ?.replace("spec: { replicas: 1, selector", "spec: { replicas: 0, selector")
    .replace("status: { replicas: 1, readyReplicas: 1, }", "status: {}");
const CASE: Case = {
    at: AT,
    objects: `${database}---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: msp }
spec: { clusterIP: 10.96.4.4, selector: { app: db }, ports: [{ port: 5432 }] }
---
${workload({ name: "web", container: "env: [{ name: DB_HOST, value: db }]", status: crashing(1) })}`,
    logs: { "msp/web-5d4f-abcde/web.previous.log": "Error: connect ECONNREFUSED db:5432\n" },
};

test("A database at zero is the root once something needs it", async () => {
    expect(sketch(await diagnosed(CASE))).toEqual([
        "broken application",
        "application.scaled-to-zero Deployment msp/db",
        "  application.crash-loop.refused Deployment msp/web",
        "    application.rollout Deployment msp/web",
        "  kubernetes.service Service msp/db",
    ]);
});

test("A database at zero that nobody needs is a note in a healthy cluster", async () => {
    const healthy = await diagnosed({ at: AT, objects: `${database}---\n${workload({ name: "web", status: running() })}` });
    expect(sketch(healthy)).toEqual(["healthy"]);
    expect(healthy.notes.map((note) => note.says)).toEqual([
        "Deployment msp/db is scaled to zero (replicas: 0), so it has no pods",
    ]);
});
