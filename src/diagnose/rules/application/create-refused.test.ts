import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT, event, running, workload } from "../../../../test/diagnose/workload.ts";
import { createRefused } from "./create-refused.ts";

const refused = (message: string) =>
    workload({ status: running() })
        .split("---")
        .slice(0, 2)
        .join("---")
        .replace("status: { replicas: 1 }", "status: { replicas: 0 }") +
    "---\n" +
    event("ReplicaSet", "msp", "web-5d4f", "FailedCreate", `Error creating: ${message}`);

test("A ServiceAccount that does not exist is the subject", async () => {
    const { says, findings } = await judge(createRefused, {
        at: AT,
        objects: refused(
            'pods "web-5d4f-" is forbidden: error looking up service account msp/web: serviceaccount "web" not found',
        ),
    });
    expect(says).toEqual(["ServiceAccount msp/web does not exist, so no pods of Deployment msp/web are made"]);
    expect(findings[0]?.subject).toMatchObject({ kind: "ServiceAccount", name: "web" });
});

test("A quota that is used up is quoted and pointed to", async () => {
    const { says, findings } = await judge(createRefused, {
        at: AT,
        objects: refused(
            'pods "web-5d4f-x" is forbidden: exceeded quota: compute, requested: limits.memory=1Gi, used: limits.memory=4Gi, limited: limits.memory=4Gi',
        ),
    });
    expect(says).toEqual([
        "Deployment msp/web: its pods are refused: exceeded quota: compute, requested: limits.memory=1Gi, used: limits.memory=4Gi, limited: limits.memory=4Gi",
    ]);
    expect(findings[0]).toMatchObject({ layer: "kubernetes", dueTo: [{ ref: { kind: "ResourceQuota", name: "compute" } }] });
});

test.each([
    [
        "webhook",
        'Internal error occurred: failed calling webhook "validate.kyverno.svc-fail": failed to call webhook: Post "https://kyverno-svc.kyverno.svc:443/validate": dial tcp 10.96.1.1:443: connect: connection refused',
    ],
    ["denied", 'admission webhook "validate.kyverno.svc-fail" denied the request: no latest tag'],
    [
        "pod-security",
        'pods "web-5d4f-x" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false',
    ],
    ["limit-range", 'pods "web-5d4f-x" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi'],
    ["priority-class", 'pods "web-5d4f-x" is forbidden: no PriorityClass with name high was found'],
])("The API server's answer decides the kind: %s", async (variant, message) => {
    const { findings } = await judge(createRefused, { at: AT, objects: refused(message) });
    expect(findings.map((finding) => finding.rule)).toEqual([`application.create-refused.${variant}`]);
});

test("A ReplicaSet that has its pods again is no fault, whatever was refused before", async () => {
    const objects =
        workload({ status: running() }) +
        event("ReplicaSet", "msp", "web-5d4f", "FailedCreate", "Error creating: exceeded quota: compute");
    expect((await judge(createRefused, { at: AT, objects })).answer).toBe("clean");
});

test("Without events it is not known why pods are not made", async () => {
    expect(
        (
            await judge(createRefused, {
                at: AT,
                objects: workload({ status: running() }),
                errors: 'events is forbidden: User "u" cannot list resource "events"',
            })
        ).answer,
    ).toBe("unknown");
});
