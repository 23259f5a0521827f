import { expect, test } from "vitest";
import { type Case, diagnosed, sketch } from "../judge.ts";
import { AT, crashing, running, workload } from "../workload.ts";

/** A ConfigMap names a host that no Service has; everything that reads it crashes. */
const CASE: Case = {
    at: AT,
    objects: `
apiVersion: v1
kind: ConfigMap
metadata: { name: app-env, namespace: msp }
data: { REDIS_URL: "redis://redis-master:6379" }
---
apiVersion: v1
kind: Service
metadata: { name: redis, namespace: msp }
spec: { clusterIP: 10.96.4.5, selector: { app: redis }, ports: [{ port: 6379 }] }
---
${workload({ name: "redis", status: running() })}
${workload({ name: "web", container: "envFrom: [{ configMapRef: { name: app-env } }]", status: crashing(1) })}
${workload({ name: "worker", container: "envFrom: [{ configMapRef: { name: app-env } }]", status: crashing(1) })}
apiVersion: v1
kind: Service
metadata: { name: web, namespace: msp }
spec: { clusterIP: 10.96.4.6, selector: { app: web }, ports: [{ port: 80, targetPort: 3000 }] }
---
`,
    logs: {
        "msp/web-5d4f-abcde/web.previous.log":
            "Error: getaddrinfo ENOTFOUND redis-master\n    at GetAddrInfoReqWrap.onlookup [as oncomplete] (node:dns:107:26)\n",
        "msp/worker-5d4f-abcde/worker.previous.log": "Error: getaddrinfo ENOTFOUND redis-master\n",
    },
};

test("The ConfigMap with the wrong host is the root of both crashes", async () => {
    const diagnosis = await diagnosed(CASE);
    expect(sketch(diagnosis)).toEqual([
        "broken application",
        "application.host-unknown ConfigMap msp/app-env",
        "  application.crash-loop.dns Deployment msp/web",
        "  application.crash-loop.dns Deployment msp/worker",
        "  kubernetes.service Service msp/web",
        "  application.rollout Deployment msp/web",
        "  application.rollout Deployment msp/worker",
    ]);
    expect([diagnosis.roots[0]?.says]).toEqual([
        'ConfigMap msp/app-env (key REDIS_URL): there is no Service msp/redis-master (there are: redis, web), and Deployment msp/web connects to redis-master: "Error: getaddrinfo ENOTFOUND redis-master"',
    ]);
});
