import { expect, test } from "vitest";
import { type Case, diagnosed, sketch } from "../judge.ts";
import { AT, waiting, workload } from "../workload.ts";

/** The bootstrap Job fails for an image without its seeds; the core waits for the Job, the background for the core. */
const CASE: Case = {
    at: AT,
    objects: `
apiVersion: batch/v1
kind: Job
metadata: { name: core-bootstrap, namespace: msp, creationTimestamp: "2026-11-21T08:00:00Z", labels: { helm.toolkit.fluxcd.io/name: core, helm.toolkit.fluxcd.io/namespace: releases } }
spec: { backoffLimit: 1 }
status: { failed: 2, conditions: [{ type: Failed, status: "True", reason: BackoffLimitExceeded, message: Job has reached the specified backoff limit, lastTransitionTime: "2026-11-21T08:10:00Z" }] }
---
apiVersion: v1
kind: Pod
metadata: { name: core-bootstrap-x1, namespace: msp, creationTimestamp: "2026-11-21T08:08:00Z", ownerReferences: [{ apiVersion: batch/v1, kind: Job, name: core-bootstrap, controller: true }] }
spec: { nodeName: n1, restartPolicy: Never, containers: [{ name: bootstrap, image: "ghcr.io/example/core:1.2" }] }
status: { phase: Failed, containerStatuses: [{ name: bootstrap, ready: false, restartCount: 0, state: { terminated: { exitCode: 1, reason: Error, finishedAt: "2026-11-21T08:09:00Z" } } }] }
---
${workload({ name: "web", phase: "Pending", status: waiting("PodInitializing") })
    .replace(
        "containers: [{ name: web",
        'initContainers: [{ name: wait-for-bootstrap, image: "bitnami/kubectl:1", command: [kubectl, wait, --for=condition=complete, job/core-bootstrap] }], containers: [{ name: web',
    )
    .replace(
        "  containerStatuses",
        '  initContainerStatuses: [{ name: wait-for-bootstrap, ready: false, restartCount: 0, state: { running: { startedAt: "2026-11-21T08:00:30Z" } } }]\n  containerStatuses',
    )}
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: core, namespace: releases, generation: 1 }
spec: { targetNamespace: msp, releaseName: core }
status:
  observedGeneration: 1
  conditions: [{ type: Ready, status: "False", reason: InstallFailed, message: "Helm install failed for release msp/core with chart core@1.2.0: failed early due to stalled resources: [Job/msp/core-bootstrap status: 'Failed']" }]
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: pgbouncer, namespace: releases, generation: 1 }
spec: { targetNamespace: msp, releaseName: pgbouncer, dependsOn: [{ name: core }] }
status:
  observedGeneration: 1
  conditions: [{ type: Ready, status: "False", reason: DependencyNotReady, message: "dependency 'releases/core' is not ready" }]
---
`,
    logs: {
        "msp/core-bootstrap-x1/bootstrap.log":
            "running migrations\nError: Configured seed directory does not exist: /app/ee/server/seeds\n",
        "msp/web-5d4f-abcde/wait-for-bootstrap.log": "waiting for job/core-bootstrap\n",
    },
};

test("A bootstrap Job that failed is the root, and its log line says why", async () => {
    const diagnosis = await diagnosed(CASE);
    expect(sketch(diagnosis)).toEqual([
        "broken application",
        "application.crash-loop.config Job msp/core-bootstrap",
        "  application.job-failed Job msp/core-bootstrap",
        "  gitops.helm-release.timeout HelmRelease releases/core",
        "    gitops.helm-release.dependency HelmRelease releases/pgbouncer",
        "  application.init-waiting Deployment msp/web",
        "    application.rollout Deployment msp/web",
    ]);
    expect([diagnosis.roots[0]?.says]).toEqual([
        'Job msp/core-bootstrap: container bootstrap of pod core-bootstrap-x1 crashes (exit code 1): "Error: Configured seed directory does not exist: /app/ee/server/seeds"',
    ]);
});
