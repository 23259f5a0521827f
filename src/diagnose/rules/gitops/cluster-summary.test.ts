import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT } from "../../../../test/diagnose/workload.ts";
import { clusterSummary } from "./cluster-summary.ts";

const summary = (status: string) => `
apiVersion: config.projectsveltos.io/v1beta1
kind: ClusterSummary
metadata: { name: base-sveltos-edge-1, namespace: projectsveltos, creationTimestamp: "2026-11-20T00:00:00Z", ownerReferences: [{ apiVersion: config.projectsveltos.io/v1beta1, kind: ClusterProfile, name: base }] }
spec: { clusterNamespace: projectsveltos, clusterName: edge-1, clusterType: Sveltos }
status: { ${status} }
---
`;
const DOWN = `
apiVersion: lib.projectsveltos.io/v1beta1
kind: SveltosCluster
metadata: { name: edge-1, namespace: projectsveltos }
spec: {}
status: { ready: false, connectionStatus: Down, failureMessage: "dial tcp 192.0.2.9:6443: i/o timeout" }
---
`;

test("A feature that is not deployed names the profile, the cluster and the failure", async () => {
    const { says, findings } = await judge(clusterSummary, {
        at: AT,
        objects: summary(
            'featureSummaries: [{ featureID: Helm, status: FailedNonRetriable, failureMessage: "chart kyverno-latest version 9.9.9 not found", consecutiveFailures: 4 }]',
        ),
    });
    expect(says).toEqual([
        "ClusterSummary projectsveltos/base-sveltos-edge-1: Helm of ClusterProfile base is not deployed to SveltosCluster projectsveltos/edge-1 (FailedNonRetriable, 4 times): chart kyverno-latest version 9.9.9 not found",
    ]);
    expect(findings[0]?.dueTo?.[0]?.ref).toMatchObject({ kind: "SveltosCluster", name: "edge-1" });
});

test("A release that two profiles want is a conflict", async () => {
    const { says } = await judge(clusterSummary, {
        at: AT,
        objects: summary(
            'helmReleaseSummaries: [{ releaseName: kyverno, releaseNamespace: kyverno, status: Conflict, conflictMessage: "ClusterSummary other-sveltos-edge-1 managing it" }]',
        ),
    });
    expect(says).toEqual([
        "ClusterSummary projectsveltos/base-sveltos-edge-1: Helm release kyverno/kyverno is managed by another profile: ClusterSummary other-sveltos-edge-1 managing it",
    ]);
});

test("A green summary of a cluster that is down proves nothing, and that is said", async () => {
    const { says, findings } = await judge(clusterSummary, {
        at: AT,
        objects: DOWN + summary("featureSummaries: [{ featureID: Helm, status: Provisioned }]"),
    });
    expect(says).toEqual([
        "ClusterSummary projectsveltos/base-sveltos-edge-1 says Provisioned, and SveltosCluster projectsveltos/edge-1 cannot be reached: what runs there is not known",
    ]);
    expect(findings[0]?.severity).toBe("info");
});

test("A summary that is provisioned is no fault", async () => {
    expect(
        (
            await judge(clusterSummary, {
                at: AT,
                objects: summary("featureSummaries: [{ featureID: Helm, status: Provisioned }]"),
            })
        ).answer,
    ).toBe("clean");
});

test("Where summaries could not be listed, it is not known", async () => {
    expect(
        (
            await judge(clusterSummary, {
                at: AT,
                errors: "forbidden: all of ClusterSummary (config.projectsveltos.io): may not list them",
            })
        ).answer,
    ).toBe("unknown");
});
