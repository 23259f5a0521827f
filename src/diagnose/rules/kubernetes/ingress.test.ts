import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { ingress } from "./ingress.ts";

const objects = (service: string, port: number) => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: msp }
spec:
  ingressClassName: nginx
  tls: [{ hosts: [msp.example.com], secretName: web-tls }]
  rules: [{ host: msp.example.com, http: { paths: [{ path: /, backend: { service: { name: ${service}, port: { number: ${port} } } } }] } }]
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: nginx }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: msp }
spec: { ports: [{ name: http, port: 80 }] }
---
apiVersion: v1
kind: Secret
metadata: { name: web-tls, namespace: msp }
`;

test("A backend that does not exist is named", async () => {
    expect((await judge(ingress, { objects: objects("wep", 80) })).says).toEqual([
        "Ingress msp/web sends msp.example.com to Service msp/wep, which does not exist",
    ]);
});

test("A port that the Service does not have is named with those it has", async () => {
    expect((await judge(ingress, { objects: objects("web", 8080) })).says).toEqual([
        "Ingress msp/web sends msp.example.com to port 8080 of Service msp/web, which has http 80",
    ]);
});

test("A certificate that does not exist is named", async () => {
    expect(
        (await judge(ingress, { objects: objects("web", 80).replace("name: web-tls, namespace", "name: other, namespace") }))
            .says,
    ).toEqual(["Ingress msp/web has the certificate of Secret msp/web-tls, which does not exist"]);
});

test("A class that does not exist is named", async () => {
    expect((await judge(ingress, { objects: objects("web", 80).replace("{ name: nginx }", "{ name: traefik }") })).says).toEqual([
        "Ingress msp/web asks for IngressClass nginx, which does not exist, so no controller serves it",
    ]);
});

test("An Ingress that leads somewhere is fine", async () => {
    expect((await judge(ingress, { objects: objects("web", 80) })).answer).toBe("clean");
});
