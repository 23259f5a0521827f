import { expect, test } from "vitest";
import { type Case, diagnosed, sketch } from "../judge.ts";
import { AT, crashing, workload } from "../workload.ts";

/** The source-controller is killed at its memory limit: sources stand still, a new one was never looked at. */
const CASE: Case = {
    at: AT,
    objects: `
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: fleet, namespace: flux-system, generation: 1, creationTimestamp: "2026-11-20T00:00:00Z" }
spec: { url: "https://git.example.com/fleet" }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system, generation: 1 }
spec: { path: ./apps, sourceRef: { kind: GitRepository, name: fleet } }
status: { observedGeneration: 1, conditions: [{ type: Ready, status: "False", reason: ArtifactFailed, message: "Source artifact not found, retrying in 30s" }] }
---
${workload({ name: "source-controller", namespace: "flux-system", container: "resources: { limits: { memory: 64Mi } }", status: crashing(137, 30, "OOMKilled") })}`,
};

test("A controller that is killed for its memory is the root of what it does not fetch", async () => {
    expect(sketch(await diagnosed(CASE))).toEqual([
        "broken gitops",
        "application.oom-killed Deployment flux-system/source-controller",
        "  gitops.kustomization.source Kustomization flux-system/apps",
        "  gitops.controller Deployment flux-system/source-controller",
        "  application.rollout Deployment flux-system/source-controller",
        "  gitops.not-reconciled.never GitRepository flux-system/fleet",
    ]);
});
