import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT, crashing, running, workload } from "../../../../test/diagnose/workload.ts";
import { credentialsRefused } from "./credentials-refused.ts";

const LOGS = { "msp/web-5d4f-abcde/web.previous.log": 'error: password authentication failed for user "app_user"\n' };
const ENV =
    "env: [{ name: DB_HOST, value: db }, { name: LICENSE, valueFrom: { secretKeyRef: { name: license, key: key } } }, { name: DB_PASSWORD, valueFrom: { secretKeyRef: { name: db-credentials, key: password } } }]";
const DB = `
apiVersion: v1
kind: Service
metadata: { name: db, namespace: msp }
spec: { clusterIP: 10.96.4.4, selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: v1
kind: Secret
metadata: { name: db-credentials, namespace: msp, creationTimestamp: "2026-11-21T08:30:00Z" }
data: { password: YQ== }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db-data, namespace: msp, creationTimestamp: "2026-10-01T00:00:00Z" }
spec: { storageClassName: local-path }
status: { phase: Bound }
---
`;
const SERVER =
    DB +
    workload({
        name: "db",
        spec: "nodeName: n1, volumes: [{ name: data, persistentVolumeClaim: { claimName: db-data } }]",
        container: "env: [{ name: POSTGRES_PASSWORD, valueFrom: { secretKeyRef: { name: db-credentials, key: password } } }]",
        status: running(),
    });

test("The Secret that client and server share is named, and that it is newer than the data", async () => {
    const { says, findings } = await judge(credentialsRefused, {
        at: AT,
        objects: SERVER + workload({ container: ENV, status: crashing(1) }),
        logs: LOGS,
    });
    expect(says).toEqual([
        'Secret msp/db-credentials: its password is refused, says Deployment msp/web (env DB_PASSWORD): "error: password authentication failed for user "app_user""; the Secret is newer than the data in PersistentVolumeClaim msp/db-data',
    ]);
    expect(findings[0]?.subject).toMatchObject({ kind: "Secret", name: "db-credentials" });
});

test("A program that has its password from nowhere we know is left to its crash", async () => {
    expect(
        (await judge(credentialsRefused, { at: AT, objects: SERVER + workload({ status: crashing(1) }), logs: LOGS })).answer,
    ).toBe("clean");
});

test("A refusal that a running program got over is history", async () => {
    expect(
        (
            await judge(credentialsRefused, {
                at: AT,
                objects: SERVER + workload({ container: ENV, status: running() }),
                logs: LOGS,
            })
        ).answer,
    ).toBe("clean");
});

test("Without logs it is not known", async () => {
    expect(
        (await judge(credentialsRefused, { at: AT, objects: SERVER, errors: "logs were not collected: budget spent" })).answer,
    ).toBe("unknown");
});
