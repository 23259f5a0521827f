import { expect, test } from "vitest";
import { type Case, diagnosed, sketch } from "../judge.ts";
import { AT, running, workload } from "../workload.ts";

/** The registry refuses the appliance's credentials: nothing new comes, and what is there goes on running. */
const CASE: Case = {
    at: AT,
    objects: `
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: { name: fleet, namespace: flux-system, generation: 2 }
spec: { url: "oci://ghcr.io/example/fleet", secretRef: { name: ghcr } }
status:
  observedGeneration: 2
  conditions: [{ type: Ready, status: "False", reason: OCIArtifactPullFailed, message: "failed to determine artifact digest: GET https://ghcr.io/token?scope=repository%3Aexample%2Ffleet%3Apull: DENIED: denied", lastTransitionTime: "2026-11-21T08:00:00Z" }]
---
apiVersion: v1
kind: Secret
metadata: { name: ghcr, namespace: flux-system }
type: kubernetes.io/dockerconfigjson
data: { .dockerconfigjson: e30= }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: platform, namespace: flux-system, generation: 1 }
spec: { path: ./platform, sourceRef: { kind: OCIRepository, name: fleet } }
status: { observedGeneration: 1, conditions: [{ type: Ready, status: "False", reason: ArtifactFailed, message: "Source artifact not found, retrying in 30s" }] }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: core, namespace: flux-system, generation: 1 }
spec: { path: ./core, dependsOn: [{ name: platform }], sourceRef: { kind: OCIRepository, name: fleet } }
status: { observedGeneration: 1, conditions: [{ type: Ready, status: "False", reason: DependencyNotReady, message: "dependency 'flux-system/platform' is not ready" }] }
---
${workload({ name: "web", status: running() })}`,
};

test("A source whose registry refuses is the root of the chain of Kustomizations", async () => {
    const diagnosis = await diagnosed(CASE);
    expect(sketch(diagnosis)).toEqual([
        "broken gitops",
        "gitops.source.auth OCIRepository flux-system/fleet",
        "  gitops.kustomization.source Kustomization flux-system/platform",
        "    gitops.kustomization.dependency Kustomization flux-system/core",
    ]);
    expect([diagnosis.verdict.says]).toEqual([
        "OCIRepository flux-system/fleet cannot be fetched (OCIArtifactPullFailed): failed to determine artifact digest: GET https://ghcr.io/token?scope=repository%3Aexample%2Ffleet%3Apull: DENIED: denied; 2 other findings follow from it",
    ]);
});

test("When sources may not be listed, a Kustomization without artifact is unknown, not guilty", async () => {
    const objects = (CASE.objects ?? "")
        .split("---")
        .filter((document) => !document.includes("kind: OCIRepository\nmetadata"))
        .join("---");
    const diagnosis = await diagnosed({
        ...CASE,
        objects,
        errors: "forbidden: all of OCIRepository (source.toolkit.fluxcd.io): may not list them",
    });
    expect(sketch(diagnosis)).toEqual([
        "unknown gitops",
        "gitops.kustomization.source Kustomization flux-system/platform",
        "  gitops.kustomization.dependency Kustomization flux-system/core",
    ]);
    expect(diagnosis.verdict.status).toBe("unknown");
});
