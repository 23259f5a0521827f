import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { networkPolicy } from "./network-policy.ts";

const objects = (ingress: string) => `
apiVersion: v1
kind: Pod
metadata: { name: web-1, namespace: msp, labels: { app: web } }
spec: { containers: [{ name: web }] }
status: { phase: Running, containerStatuses: [{ name: web, ready: false, state: { waiting: { reason: CrashLoopBackOff } } }] }
---
apiVersion: v1
kind: Pod
metadata: { name: db-0, namespace: msp, labels: { app: db } }
spec: { containers: [{ name: postgres, ports: [{ containerPort: 5432 }] }] }
status: { phase: Running, conditions: [{ type: Ready, status: "True" }] }
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: msp }
spec: { selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db, namespace: msp }
spec: { podSelector: { matchLabels: { app: db } }, policyTypes: [Ingress], ingress: ${ingress} }
`;
const LOGS = { "msp/web-1/web.log": "dial tcp db:5432: i/o timeout\n" };

test("A policy that does not let the connection in is named", async () => {
    expect(
        (
            await judge(networkPolicy, {
                objects: objects("[{ from: [{ podSelector: { matchLabels: { app: admin } } }] }]"),
                logs: LOGS,
            })
        ).says,
    ).toEqual([
        'NetworkPolicy msp/db does not allow ingress to Service msp/db from Pod msp/web-1 on port 5432: "dial tcp db:5432: i/o timeout"',
    ]);
});

test("A policy that allows the connection is not to blame", async () => {
    expect(
        (
            await judge(networkPolicy, {
                objects: objects("[{ from: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: 5432 }] }]"),
                logs: LOGS,
            })
        ).answer,
    ).toBe("clean");
});
