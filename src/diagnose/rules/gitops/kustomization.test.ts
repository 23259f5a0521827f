import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT } from "../../../../test/diagnose/workload.ts";
import { kustomization } from "./kustomization.ts";

const object = (ready: string, spec = "") => `
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system, generation: 1 }
spec: { path: ./apps, sourceRef: { kind: GitRepository, name: fleet } ${spec} }
status: { observedGeneration: 1, conditions: [{ type: Ready, lastTransitionTime: "2026-11-21T08:00:00Z", ${ready} }] }
---
`;
const failing = (reason: string, message: string, spec = "") =>
    object(`status: "False", reason: ${reason}, message: ${JSON.stringify(message)}`, spec);

test("The objects that a health check names are what it is due to", async () => {
    const objects = failing(
        "HealthCheckFailed",
        "health check failed after 5m0.05s: timeout waiting for: [Deployment/msp/web status: 'InProgress', HelmRelease/msp/db status: 'InProgress']",
    );
    const { says, findings } = await judge(kustomization, { at: AT, objects });
    expect(says).toEqual([
        "Kustomization flux-system/apps is not ready (HealthCheckFailed): health check failed after 5m0.05s: timeout waiting for: [Deployment/msp/web status: 'InProgress', HelmRelease/msp/db status: 'InProgress']",
    ]);
    expect(
        findings[0]?.dueTo?.map((cause) => `${cause.relation} ${cause.ref.kind} ${cause.ref.namespace}/${cause.ref.name}`),
    ).toEqual(["manages Deployment msp/web", "manages HelmRelease msp/db"]);
});

test("The dependency that is named comes first", async () => {
    const objects = failing(
        "DependencyNotReady",
        "dependency 'flux-system/infra' is not ready",
        ", dependsOn: [{ name: crds }, { name: infra }]",
    );
    const { findings } = await judge(kustomization, { at: AT, objects });
    expect(findings[0]).toMatchObject({ rule: "gitops.kustomization.dependency", role: "symptom" });
    expect(findings[0]?.dueTo?.map((cause) => cause.ref.name)).toEqual(["infra", "crds"]);
});

test.each([
    [
        "build",
        "cause",
        "BuildFailed",
        "kustomize build failed: accumulating resources: accumulation err='accumulating resources from './db': open /tmp/k/db: no such file or directory'",
    ],
    ["decryption", "failure", "BuildFailed", "Secret/msp/db decryption failed for 'db.yaml': cannot get sops data key with age"],
    [
        "substitution",
        "cause",
        "BuildFailed",
        "post build failed for 'web': envsubst error: variable substitution failed: variable not set (strict mode): \"HOST\"",
    ],
    ["source", "symptom", "ArtifactFailed", "Source artifact not found, retrying in 30s"],
    [
        "crd",
        "cause",
        "ReconciliationFailed",
        'ServiceMonitor/msp/web dry-run failed: no matches for kind "ServiceMonitor" in version "monitoring.coreos.com/v1"',
    ],
    [
        "webhook",
        "failure",
        "ReconciliationFailed",
        'Service/msp/web dry-run failed (InternalError): Internal error occurred: failed calling webhook "v.example.com": failed to call webhook: Post "https://hook.kyverno.svc:443/x": context deadline exceeded',
    ],
    [
        "denied",
        "cause",
        "ReconciliationFailed",
        'Service/msp/web dry-run failed: admission webhook "validate.kyverno.svc-fail" denied the request: no',
    ],
    [
        "immutable",
        "cause",
        "ReconciliationFailed",
        'Job/msp/seed dry-run failed (Invalid): Job.batch "seed" is invalid: spec.template: field is immutable',
    ],
    [
        "forbidden",
        "cause",
        "ReconciliationFailed",
        'Deployment/msp/web dry-run failed (Forbidden): deployments.apps "web" is forbidden: User "system:serviceaccount:msp:deployer" cannot patch resource "deployments"',
    ],
    [
        "invalid",
        "cause",
        "ReconciliationFailed",
        'Deployment/msp/web dry-run failed (Invalid): Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1',
    ],
    ["prune", "failure", "PruneFailed", "prune failed: Namespace/old delete failed"],
])("The controller's reason and message decide the kind: %s", async (variant, role, reason, message) => {
    const { findings } = await judge(kustomization, { at: AT, objects: failing(reason, message) });
    expect(findings.map((finding) => [finding.rule, finding.role])).toEqual([[`gitops.kustomization.${variant}`, role]]);
});

test("One that is ready, in progress or suspended is no fault", async () => {
    const objects =
        object('status: "True", reason: ReconciliationSucceeded, message: Applied revision') +
        object("status: Unknown, reason: Progressing, message: Reconciliation in progress").replace("name: apps", "name: infra") +
        failing("BuildFailed", "x", ", suspend: true").replace("name: apps", "name: old");
    expect((await judge(kustomization, { at: AT, objects })).answer).toBe("clean");
});

test("Where Kustomizations could not be listed, it is not known", async () => {
    expect(
        (
            await judge(kustomization, {
                at: AT,
                errors: "forbidden: all of Kustomization (kustomize.toolkit.fluxcd.io): may not list them",
            })
        ).answer,
    ).toBe("unknown");
});
