import { expect, test } from "vitest";
import { diagnosed, sketch } from "../judge.ts";
import { AT, event, running, workload } from "../workload.ts";

const flux = (apiVersion: string, kind: string, name: string, spec: string, status: string) => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}, namespace: flux-system, generation: 4, creationTimestamp: "2026-10-01T00:00:00Z" }
spec: { ${spec} }
status: { observedGeneration: 4, ${status} }
---
`;
const READY =
    'conditions: [{ type: Ready, status: "True", reason: ReconciliationSucceeded, message: "Applied revision: main@sha1:aaaa", lastTransitionTime: "2026-11-10T00:00:00Z" }]';

test("Reconciled Flux objects with old failures in their events and history are no fault", async () => {
    const objects =
        flux(
            "source.toolkit.fluxcd.io/v1",
            "GitRepository",
            "fleet",
            "interval: 5m",
            `artifact: { revision: "main@sha1:aaaa", lastUpdateTime: "2026-11-21T08:00:00Z" }, ${READY}`,
        ) +
        flux("source.toolkit.fluxcd.io/v1", "HelmRepository", "charts", "type: oci", "") +
        flux(
            "kustomize.toolkit.fluxcd.io/v1",
            "Kustomization",
            "apps",
            "sourceRef: { kind: GitRepository, name: fleet }",
            `lastAppliedRevision: "main@sha1:aaaa", lastAttemptedRevision: "main@sha1:aaaa", ${READY}`,
        ) +
        flux(
            "helm.toolkit.fluxcd.io/v2",
            "HelmRelease",
            "web",
            "dependsOn: [{ name: db }]",
            `${READY.replace("ReconciliationSucceeded", "UpgradeSucceeded")}, history: [{ status: failed }, { status: deployed }]`,
        ) +
        flux(
            "helm.toolkit.fluxcd.io/v2",
            "HelmRelease",
            "db",
            "interval: 5m",
            `conditions: [{ type: Ready, status: Unknown, reason: Progressing, message: "Running 'upgrade' action with timeout of 5m0s" }, { type: Reconciling, status: "True", reason: Progressing, message: "Running 'upgrade' action with timeout of 5m0s" }]`,
        ) +
        event(
            "HelmRelease",
            "flux-system",
            "web",
            "InstallFailed",
            "Helm install failed for release msp/web: context deadline exceeded",
        ) +
        event(
            "Kustomization",
            "flux-system",
            "apps",
            "HealthCheckFailed",
            "health check failed after 5m0s: timeout waiting for: [Deployment/msp/web status: 'InProgress']",
        ) +
        event(
            "GitRepository",
            "flux-system",
            "fleet",
            "GitOperationFailed",
            "failed to checkout: dial tcp: lookup git.example.com: no such host",
        ) +
        workload({ name: "source-controller", namespace: "flux-system", status: running(true, 4) }) +
        workload({ name: "kustomize-controller", namespace: "flux-system", status: running(true, 1) }) +
        workload({ name: "helm-controller", namespace: "flux-system", status: running(true, 1) });
    expect(sketch(await diagnosed({ at: AT, objects }))).toEqual(["healthy"]);
});
