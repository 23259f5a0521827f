import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { podCreation } from "./pod-creation.ts";

const deployment = (message: string, replicas = 1) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: msp }
spec: { replicas: 2 }
status: { replicas: ${replicas}, conditions: [{ type: ReplicaFailure, status: "${message === "" ? "False" : "True"}", reason: FailedCreate, message: '${message}', lastTransitionTime: "2026-11-21T08:00:00Z" }] }
`;

async function saysOf(message: string) {
    return (await judge(podCreation, { objects: deployment(message) })).findings.map((finding) => [
        finding.rule,
        finding.subject.kind,
        finding.says,
    ]);
}

test("A used-up quota is named with its numbers", async () => {
    expect(
        await saysOf(
            'pods "web-1" is forbidden: exceeded quota: compute, requested: limits.memory=2Gi, used: limits.memory=7Gi, limited: limits.memory=8Gi',
        ),
    ).toEqual([
        [
            "kubernetes.pod-creation.quota",
            "ResourceQuota",
            "ResourceQuota msp/compute is used up, so Deployment msp/web gets no pods: requested: limits.memory=2Gi, used: limits.memory=7Gi, limited: limits.memory=8Gi",
        ],
    ]);
});

test("Pod Security says which field is at fault", async () => {
    expect(
        await saysOf(
            'pods "web-1" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "web" must set securityContext.allowPrivilegeEscalation=false)',
        ),
    ).toEqual([
        [
            "kubernetes.pod-creation.pod-security",
            "Deployment",
            'Deployment msp/web gets no pods: they violate Pod Security restricted:latest of namespace msp: allowPrivilegeEscalation != false (container "web" must set securityContext.allowPrivilegeEscalation=false)',
        ],
    ]);
});

test("A missing account is the object to create", async () => {
    expect(
        await saysOf('pods "web-1" is forbidden: error looking up service account msp/web: serviceaccount "web" not found'),
    ).toEqual([
        [
            "kubernetes.pod-creation.service-account",
            "ServiceAccount",
            "ServiceAccount msp/web does not exist, so Deployment msp/web gets no pods",
        ],
    ]);
});

test("A webhook that does not answer makes the workload a symptom", async () => {
    expect(
        await saysOf(
            'Internal error occurred: failed calling webhook "vpod.example.com": failed to call webhook: Post "https://hook.guard.svc:443/": dial tcp: connect: connection refused',
        ),
    ).toEqual([
        [
            "kubernetes.pod-creation.webhook",
            "Deployment",
            'Deployment msp/web gets no pods: Internal error occurred: failed calling webhook "vpod.example.com": failed to call webhook: Post "https://hook.guard.svc:443/": dial tcp: connect: connection refused',
        ],
    ]);
});

test("A workload that has its pods is fine", async () => {
    expect((await judge(podCreation, { objects: deployment("", 2) })).answer).toBe("clean");
});
