import { expect, test } from "vitest";
import { type Case, diagnosed, sketch } from "../judge.ts";
import { AT, crashing, running, waiting, workload } from "../workload.ts";

/** A tag that was never pushed stops one of three workloads; another fault in another namespace has nothing to do with it. */
const CASE: Case = {
    at: AT,
    objects: `
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system, generation: 1 }
spec: { path: ./apps }
status:
  observedGeneration: 1
  inventory: { entries: [{ id: msp_web_apps_Deployment, v: v1 }, { id: msp_api_apps_Deployment, v: v1 }] }
  conditions: [{ type: Ready, status: "False", reason: HealthCheckFailed, message: "health check failed after 5m0s: timeout waiting for: [Deployment/msp/web status: 'InProgress']" }]
---
${workload({ name: "web", phase: "Pending", status: waiting("ImagePullBackOff", 'Back-off pulling image "registry.example.com/web:1.0": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "registry.example.com/web:1.0": failed to resolve reference "registry.example.com/web:1.0": registry.example.com/web:1.0: not found') })}
${workload({ name: "api", status: running() })}
${workload({ name: "mailer", namespace: "mail", container: "resources: { limits: { memory: 64Mi } }", status: crashing(137, 20, "OOMKilled") })}`,
};

test("Two independent faults are two roots, each with its own victims", async () => {
    expect(sketch(await diagnosed(CASE))).toEqual([
        "broken application",
        "application.image-pull.not-found Deployment msp/web",
        "  gitops.kustomization.health-check Kustomization flux-system/apps",
        "  application.rollout Deployment msp/web",
        "application.oom-killed Deployment mail/mailer",
        "  application.rollout Deployment mail/mailer",
    ]);
});
