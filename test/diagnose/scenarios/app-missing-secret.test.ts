import { expect, test } from "vitest";
import { type Case, diagnosed, sketch } from "../judge.ts";
import { AT, crashing, waiting, workload } from "../workload.ts";

/** Nobody made the database's Secret: neither the database nor what needs it starts, and the release reports a timeout. */
const CASE: Case = {
    at: AT,
    objects: `
apiVersion: v1
kind: Secret
metadata: { name: redis-credentials, namespace: msp }
data: { password: YQ== }
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: msp }
spec: { clusterIP: 10.96.4.4, selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: core, namespace: releases, generation: 1 }
spec: { targetNamespace: msp, releaseName: core }
status:
  observedGeneration: 1
  conditions: [{ type: Ready, status: "False", reason: InstallFailed, message: "Helm install failed for release msp/core with chart core@1.2.0: timeout waiting for: [Deployment/msp/db status: 'InProgress', Deployment/msp/web status: 'InProgress']" }]
---
${workload({ name: "db", phase: "Pending", container: "env: [{ name: POSTGRES_PASSWORD, valueFrom: { secretKeyRef: { name: db-credentials, key: password } } }]", status: waiting("CreateContainerConfigError", 'secret "db-credentials" not found') })}
${workload({ name: "web", container: "env: [{ name: DB_HOST, value: db }]", status: crashing(1) })}`,
    logs: { "msp/web-5d4f-abcde/web.previous.log": "Error: connect ECONNREFUSED db:5432\n" },
};

test("A Secret that nobody made is the root, and its victims are below it", async () => {
    const diagnosis = await diagnosed(CASE);
    expect(sketch(diagnosis)).toEqual([
        "broken application",
        "application.reference-missing Secret msp/db-credentials",
        "  kubernetes.service Service msp/db",
        "    application.crash-loop.refused Deployment msp/web",
        "      gitops.helm-release.timeout HelmRelease releases/core",
        "      application.rollout Deployment msp/web",
        "  application.container-start.reference Deployment msp/db",
        "  application.rollout Deployment msp/db",
    ]);
    expect([diagnosis.verdict.says]).toEqual([
        "Secret msp/db-credentials does not exist, so Deployment msp/db cannot start (env POSTGRES_PASSWORD of container db); 6 other findings follow from it",
    ]);
});

test("When Secrets may not be read, the kubelet's words still name the one that is missing", async () => {
    const withheld = {
        ...CASE,
        objects: (CASE.objects ?? "").replace(/apiVersion: v1\nkind: Secret[^-]*---\n/, ""),
        errors: 'secrets is forbidden: User "u" cannot list resource "secrets" in API group "" at the cluster scope',
    };
    const diagnosis = await diagnosed(withheld);
    expect(diagnosis.roots[0]?.subject).toMatchObject({ kind: "Secret", name: "db-credentials" });
    expect(diagnosis.unknowns.some((unknown) => unknown.rule === "application.reference-missing")).toBe(true);
});
