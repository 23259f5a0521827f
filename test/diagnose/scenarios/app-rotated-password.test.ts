import { expect, test } from "vitest";
import { type Case, diagnosed, sketch } from "../judge.ts";
import { AT, crashing, running, workload } from "../workload.ts";

const ENV = "{ name: DB_PASSWORD, valueFrom: { secretKeyRef: { name: db-credentials, key: password } } }";

/** The Secret was made anew while the database kept its volume: two programs are refused, one release reports it. */
const CASE: Case = {
    at: AT,
    objects: `
apiVersion: v1
kind: Secret
metadata: { name: db-credentials, namespace: msp, creationTimestamp: "2026-11-21T08:00:00Z" }
data: { password: YQ== }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db-data, namespace: msp, creationTimestamp: "2026-10-01T00:00:00Z" }
spec: { storageClassName: local-path, volumeName: pv-1 }
status: { phase: Bound }
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
  conditions: [{ type: Ready, status: "False", reason: UpgradeFailed, message: "Helm upgrade failed for release msp/core with chart core@1.2.0: timeout waiting for: [Deployment/msp/web status: 'InProgress']" }]
---
${workload({ name: "db", spec: "nodeName: n1, volumes: [{ name: data, persistentVolumeClaim: { claimName: db-data } }]", container: `env: [${ENV.replace("DB_", "POSTGRES_")}]`, status: running() })}
${workload({ name: "web", container: `env: [{ name: DB_HOST, value: db }, ${ENV}]`, status: crashing(1) })}
${workload({ name: "worker", container: `env: [{ name: DB_HOST, value: db }, ${ENV}]`, status: crashing(1) })}`,
    logs: {
        "msp/web-5d4f-abcde/web.previous.log": 'error: password authentication failed for user "app_user"\n',
        "msp/worker-5d4f-abcde/worker.previous.log": 'FATAL: password authentication failed for user "app_user"\n',
    },
};

test("A password that was rotated against an existing database is the root of all that is refused", async () => {
    const diagnosis = await diagnosed(CASE);
    expect(sketch(diagnosis)).toEqual([
        "broken application",
        "application.credentials-refused Secret msp/db-credentials",
        "  application.crash-loop.auth Deployment msp/web",
        "    gitops.helm-release.timeout HelmRelease releases/core",
        "  application.crash-loop.auth Deployment msp/worker",
        "  application.rollout Deployment msp/web",
        "  application.rollout Deployment msp/worker",
    ]);
    expect([diagnosis.roots[0]?.says]).toEqual([
        'Secret msp/db-credentials: its password is refused, says Deployment msp/web (env DB_PASSWORD): "error: password authentication failed for user "app_user""; the Secret is newer than the data in PersistentVolumeClaim msp/db-data',
    ]);
});

test("Without the logs nobody is blamed for the password: the crash stands with what could not be seen", async () => {
    const { logs: _logs, ...rest } = CASE;
    const diagnosis = await diagnosed({ ...rest, errors: "logs of msp were not collected: budget spent" });
    expect(diagnosis.verdict.status).toBe("unknown");
    expect(diagnosis.roots.map((root) => root.rule)).not.toContain("application.credentials-refused");
    expect(diagnosis.roots[0]?.causeNotSeen).toBe("logs of msp were not collected: budget spent");
});
