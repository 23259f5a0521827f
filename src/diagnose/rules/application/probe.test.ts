import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT, crashing, event, running, workload } from "../../../../test/diagnose/workload.ts";
import { probe } from "./probe.ts";

const POD = "web-5d4f-abcde";
const LIVENESS = "livenessProbe: { httpGet: { port: 8081, path: /healthz } }, ports: [{ containerPort: 8080 }]";
const killed = event("Pod", "msp", POD, "Killing", "Container web failed liveness probe, will be restarted");

test("A liveness probe of a port that the container does not open is named with both ports", async () => {
    const refused = event(
        "Pod",
        "msp",
        POD,
        "Unhealthy",
        'Liveness probe failed: Get "http://10.244.0.13:8081/healthz": dial tcp 10.244.0.13:8081: connect: connection refused',
    );
    const { says, findings } = await judge(probe, {
        at: AT,
        objects: workload({ container: LIVENESS, status: crashing(137) }) + refused + killed,
    });
    expect(says).toEqual([
        "Deployment msp/web: container web of pod web-5d4f-abcde is killed again and again, 7 restarts: liveness probe (GET :8081/healthz) got connection refused; the container's ports are 8080, 8081 is not among them",
    ]);
    expect(findings[0]).toMatchObject({ rule: "application.probe.port", role: "cause" });
});

test("A liveness probe that times out kills, and says so", async () => {
    const late = event(
        "Pod",
        "msp",
        POD,
        "Unhealthy",
        'Liveness probe failed: Get "http://10.244.0.13:8080/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    );
    const { says } = await judge(probe, {
        at: AT,
        objects: workload({ container: LIVENESS.replace("8081", "8080"), status: crashing(143) }) + late + killed,
    });
    expect(says).toEqual([
        "Deployment msp/web: container web of pod web-5d4f-abcde is killed again and again, 7 restarts: liveness probe (GET :8080/healthz) got no answer in time",
    ]);
});

test("A readiness probe says what it got, and the log says why", async () => {
    const unready = event("Pod", "msp", POD, "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503");
    const { says, findings } = await judge(probe, {
        at: AT,
        objects:
            workload({
                container:
                    "readinessProbe: { httpGet: { port: http, path: /ready } }, ports: [{ containerPort: 8080, name: http }]",
                status: running(false),
            }) + unready,
        logs: { [`msp/${POD}/web.log`]: "ERROR redis: dial tcp redis:6379: connect: connection refused\n" },
    });
    expect(says).toEqual([
        'Deployment msp/web: pod web-5d4f-abcde is not ready: readiness probe (GET :http/ready) got HTTP 503; its log: "ERROR redis: dial tcp redis:6379: connect: connection refused"',
    ]);
    expect(findings[0]?.dueTo?.[0]?.ref).toMatchObject({ kind: "Service", name: "redis" });
});

test("A probe that failed while a container that is ready started is history", async () => {
    const unready = event("Pod", "msp", POD, "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503");
    expect((await judge(probe, { at: AT, objects: workload({ status: running() }) + unready })).answer).toBe("clean");
});

test("Without events it is not known what probes got", async () => {
    const { answer } = await judge(probe, {
        at: AT,
        objects: workload({ status: running(false) }),
        errors: 'events is forbidden: User "u" cannot list resource "events"',
    });
    expect(answer).toBe("unknown");
});
