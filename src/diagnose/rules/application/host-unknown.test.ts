import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT, crashing, workload } from "../../../../test/diagnose/workload.ts";
import { hostUnknown } from "./host-unknown.ts";

const SERVICE = `
apiVersion: v1
kind: Service
metadata: { name: db, namespace: msp }
spec: { clusterIP: 10.96.4.4, selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: web-env, namespace: msp }
data: { DB_HOST: postgres-old, DB_PORT: "5433" }
---
`;
const FROM =
    "env: [{ name: DB_HOST, valueFrom: { configMapKeyRef: { name: web-env, key: DB_HOST } } }, { name: DB_PORT, valueFrom: { configMapKeyRef: { name: web-env, key: DB_PORT } } }]";
const crashed = (line: string, container = FROM) => ({
    at: AT,
    objects: SERVICE + workload({ container, status: crashing(1) }),
    logs: { "msp/web-5d4f-abcde/web.previous.log": `${line}\n` },
});

test("A name that no Service has is looked for where the program has it from", async () => {
    const { says, findings } = await judge(hostUnknown, crashed("Error: getaddrinfo ENOTFOUND postgres-old"));
    expect(says).toEqual([
        'ConfigMap msp/web-env (key DB_HOST): there is no Service msp/postgres-old (there are: db), and Deployment msp/web connects to postgres-old: "Error: getaddrinfo ENOTFOUND postgres-old"',
    ]);
    expect(findings[0]?.subject).toMatchObject({ kind: "ConfigMap", name: "web-env" });
});

test("A name in the workload's own variables is the workload's fault", async () => {
    expect(
        (
            await judge(
                hostUnknown,
                crashed("Error: getaddrinfo ENOTFOUND postgres-old", "env: [{ name: DB_HOST, value: postgres-old }]"),
            )
        ).says,
    ).toEqual([
        'Deployment msp/web (env DB_HOST): there is no Service msp/postgres-old (there are: db), and Deployment msp/web connects to postgres-old: "Error: getaddrinfo ENOTFOUND postgres-old"',
    ]);
});

test("A Service that a StatefulSet of that name waits for is what is missing", async () => {
    const set = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: cache, namespace: msp }
spec: { replicas: 1, serviceName: cache }
status: { replicas: 1, readyReplicas: 1 }
---
`;
    const given = crashed("dial tcp: lookup cache on 10.96.0.10:53: no such host");
    const { says, findings } = await judge(hostUnknown, { ...given, objects: set + given.objects });
    expect(says).toEqual([
        'Service msp/cache does not exist, and Deployment msp/web connects to it: "dial tcp: lookup cache on 10.96.0.10:53: no such host"',
    ]);
    expect(findings[0]?.subject).toMatchObject({ kind: "Service", name: "cache" });
});

test("A port that the Service does not have is named with those it has", async () => {
    expect((await judge(hostUnknown, crashed("dial tcp db:5433: connect: connection refused"))).says).toEqual([
        'ConfigMap msp/web-env (key DB_PORT): Service msp/db has no port 5433 (its ports: 5432), and Deployment msp/web connects to db:5433: "dial tcp db:5433: connect: connection refused"',
    ]);
});

test("A Service that exists, with the right port, is no unknown host", async () => {
    expect((await judge(hostUnknown, crashed("dial tcp db:5432: connect: connection refused"))).answer).toBe("clean");
});

test("Where Services were not collected, none is called missing", async () => {
    const { objects, ...rest } = crashed("Error: getaddrinfo ENOTFOUND postgres-old");
    const { answer } = await judge(hostUnknown, {
        ...rest,
        objects: objects.replace(SERVICE, ""),
        errors: 'services is forbidden: User "u" cannot list resource "services"',
    });
    expect(answer).toBe("unknown");
});
