import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT } from "../../../../test/diagnose/workload.ts";
import { clusterApi } from "./cluster-api.ts";

const object = (kind: string, name: string, status: string, more = "", group = "cluster.x-k8s.io") => `
apiVersion: ${group}/v1beta1
kind: ${kind}
metadata: { name: ${name}, namespace: fleet, labels: { cluster.x-k8s.io/cluster-name: edge } ${more} }
spec: {}
status: { ${status} }
---
`;

test("A machine whose infrastructure fails quotes the condition, and its cluster is the symptom", async () => {
    const objects =
        object(
            "Machine",
            "edge-1",
            'conditions: [{ type: Ready, status: "False", reason: InstanceProvisionFailed, severity: Error, message: "quota exceeded" }, { type: InfrastructureReady, status: "False", reason: InstanceProvisionFailed, severity: Error, message: "quota exceeded for servers" }]',
        ) +
        object(
            "Cluster",
            "edge",
            'phase: Provisioned, conditions: [{ type: Ready, status: "False", reason: ScalingUp, severity: Warning, message: "Scaling up control plane to 3 replicas (actual 2)" }]',
        );
    const { says, findings } = await judge(clusterApi, { at: AT, objects });
    expect(says).toEqual([
        "Cluster fleet/edge is not ready (Ready=False ScalingUp): Scaling up control plane to 3 replicas (actual 2)",
        "Machine fleet/edge-1 is not ready (InfrastructureReady=False InstanceProvisionFailed): quota exceeded for servers",
    ]);
    expect(findings.find((finding) => finding.subject.kind === "Cluster")).toMatchObject({
        role: "symptom",
        dueTo: [{ ref: { kind: "Machine" } }],
    });
});

test("A failure message of the provider is a failure", async () => {
    const objects = object(
        "OpenStackMachine",
        "edge-1",
        'failureReason: CreateError, failureMessage: "image talos-9 not found"',
        "",
        "infrastructure.cluster.x-k8s.io",
    );
    expect((await judge(clusterApi, { at: AT, objects })).says).toEqual([
        "OpenStackMachine fleet/edge-1 is not ready (CreateError): image talos-9 not found",
    ]);
});

test("A paused cluster is a remark and its machines are left alone", async () => {
    const objects =
        object("Cluster", "edge", 'conditions: [{ type: Ready, status: "False", reason: X }]').replace(
            "spec: {}",
            "spec: { paused: true }",
        ) + object("Machine", "edge-1", 'conditions: [{ type: Ready, status: "False", reason: X }]');
    expect((await judge(clusterApi, { at: AT, objects })).says).toEqual([
        "Cluster fleet/edge is paused: Cluster API leaves it alone",
    ]);
});

test("Ready objects, in either contract, are no faults", async () => {
    const objects =
        object(
            "Cluster",
            "edge",
            'conditions: [{ type: Available, status: "True" }, { type: RollingOut, status: "False", reason: NotRollingOut }]',
        ) + object("Machine", "edge-1", 'conditions: [{ type: Ready, status: "True" }]');
    expect((await judge(clusterApi, { at: AT, objects })).answer).toBe("clean");
});

test("Where machines could not be listed, it is not known", async () => {
    expect(
        (await judge(clusterApi, { at: AT, errors: "forbidden: all of Machine (cluster.x-k8s.io): may not list them" })).answer,
    ).toBe("unknown");
});
