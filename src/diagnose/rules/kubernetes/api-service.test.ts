import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { apiService } from "./api-service.ts";

const api = (status: string, reason: string, message: string) => `
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: { name: v1beta1.metrics.k8s.io }
spec: { service: { name: metrics-server, namespace: kube-system } }
status: { conditions: [{ type: Available, status: "${status}", reason: ${reason}, message: "${message}", lastTransitionTime: "2026-11-21T08:00:00Z" }] }
`;

test("An API without endpoints says so", async () => {
    const { says } = await judge(apiService, {
        objects: api("False", "MissingEndpoints", "endpoints for service/metrics-server in kube-system have no addresses"),
    });
    expect(says).toEqual([
        "APIService v1beta1.metrics.k8s.io is not available: endpoints for service/metrics-server in kube-system have no addresses",
    ]);
});

test("An API whose Service is gone was left behind", async () => {
    const { findings } = await judge(apiService, {
        objects: api("False", "ServiceNotFound", "service/metrics-server in kube-system is not present"),
    });
    expect(findings.map((finding) => [finding.rule, finding.role])).toEqual([["kubernetes.api-service.no-service", "cause"]]);
});

test("An API that answers is fine", async () => {
    expect((await judge(apiService, { objects: api("True", "Passed", "all checks passed") })).answer).toBe("clean");
});
