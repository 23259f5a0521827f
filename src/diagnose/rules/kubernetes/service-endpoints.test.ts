import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { serviceEndpoints } from "./service-endpoints.ts";

const service = (selector: string, target: string | number = 8080) => `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: msp }
spec: { selector: ${selector}, ports: [{ port: 80, targetPort: ${target} }] }
---
`;
const deployment = (replicas = 1) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: msp }
spec: { replicas: ${replicas}, template: { metadata: { labels: { app: web } } } }
---
`;
const pod = (ready: boolean, created = "2026-11-21T07:00:00Z") => `
apiVersion: v1
kind: Pod
metadata: { name: web-1, namespace: msp, labels: { app: web }, creationTimestamp: "${created}" }
spec: { containers: [{ name: web, ports: [{ name: http, containerPort: 8080 }] }] }
status: { phase: Running, conditions: [{ type: Ready, status: "${ready ? "True" : "False"}", lastTransitionTime: "2026-11-21T08:00:00Z" }] }
---
`;

test("A selector that misses the labels says what the workload has", async () => {
    const { says } = await judge(serviceEndpoints, { objects: service("{ app: wep }") + deployment() + pod(true) });
    expect(says).toEqual(["Service msp/web selects app=wep and no pod has these labels: Deployment msp/web has app=web"]);
});

test("A port name that no container has is named", async () => {
    const { says } = await judge(serviceEndpoints, { objects: service("{ app: web }", "https") + deployment() + pod(true) });
    expect(says).toEqual([
        "Service msp/web sends port 80 to targetPort https, which no container behind it has (there are: http 8080)",
    ]);
});

test("A Service whose pods are not ready is a symptom of them", async () => {
    const { says, findings } = await judge(serviceEndpoints, { objects: service("{ app: web }") + deployment() + pod(false) });
    expect(says).toEqual(["Service msp/web has no ready endpoint: none of 1 pod behind it is ready"]);
    expect(findings[0]?.role).toBe("symptom");
});

test("A Service of a workload that is scaled to zero is a remark", async () => {
    const { findings } = await judge(serviceEndpoints, {
        objects: service("{ app: web }") + deployment(0) + pod(true).replace("app: web", "app: other"),
    });
    expect(findings.map((finding) => finding.severity)).toEqual(["info"]);
});

test("A Service with ready pods is fine", async () => {
    expect((await judge(serviceEndpoints, { objects: service("{ app: web }") + deployment() + pod(true) })).answer).toBe("clean");
});
