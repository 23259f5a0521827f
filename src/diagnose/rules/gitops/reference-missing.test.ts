import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT } from "../../../../test/diagnose/workload.ts";
import { fluxReferenceMissing } from "./reference-missing.ts";

const kustomization = (spec: string, reason: string, message: string) => `
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system, generation: 1 }
spec: { path: ./apps, ${spec} }
status: { observedGeneration: 1, conditions: [{ type: Ready, status: "False", reason: ${reason}, message: ${JSON.stringify(message)} }] }
---
`;

test("A source that does not exist is the subject", async () => {
    const objects = kustomization(
        "sourceRef: { kind: GitRepository, name: flet }",
        "ArtifactFailed",
        'GitRepository.source.toolkit.fluxcd.io "flet" not found',
    );
    const { says, findings } = await judge(fluxReferenceMissing, { at: AT, objects });
    expect(says).toEqual(["GitRepository flux-system/flet does not exist, and Kustomization flux-system/apps needs it"]);
    expect(findings[0]).toMatchObject({
        rule: "gitops.reference-missing.source",
        subject: { kind: "GitRepository", name: "flet" },
    });
});

test.each([
    [
        "dependency",
        "Kustomization infra",
        kustomization(
            "dependsOn: [{ name: infra }]",
            "DependencyNotReady",
            "unable to get 'flux-system/infra' dependency: kustomizations.kustomize.toolkit.fluxcd.io \"infra\" not found",
        ),
    ],
    [
        "secret",
        "Secret sops-age",
        kustomization(
            "decryption: { provider: sops, secretRef: { name: sops-age } }",
            "BuildFailed",
            "cannot get decryption Secret 'flux-system/sops-age': secrets \"sops-age\" not found",
        ),
    ],
    [
        "config",
        "ConfigMap vars",
        kustomization(
            "postBuild: { substituteFrom: [{ kind: ConfigMap, name: vars }] }",
            "BuildFailed",
            "substitute from 'ConfigMap/vars' error: configmaps \"vars\" not found",
        ),
    ],
    [
        "namespace",
        "Namespace msp",
        kustomization(
            "sourceRef: { kind: GitRepository, name: fleet }",
            "ReconciliationFailed",
            'Deployment/msp/web namespaces "msp" not found',
        ),
    ],
])("What is missing is named: %s", async (variant, subject, objects) => {
    const { findings } = await judge(fluxReferenceMissing, { at: AT, objects });
    expect(findings.map((finding) => [finding.rule, `${finding.subject.kind} ${finding.subject.name}`])).toEqual([
        [`gitops.reference-missing.${variant}`, subject],
    ]);
});

test("A failure of another kind does not make an optional reference the culprit", async () => {
    const objects = kustomization(
        "sourceRef: { kind: GitRepository, name: fleet }, postBuild: { substituteFrom: [{ kind: ConfigMap, name: vars, optional: true }] }",
        "HealthCheckFailed",
        "timeout waiting for: [Deployment/msp/web status: 'InProgress']",
    );
    expect((await judge(fluxReferenceMissing, { at: AT, objects })).answer).toBe("clean");
});

test("Where Kustomizations could not be listed, it is not known", async () => {
    expect(
        (
            await judge(fluxReferenceMissing, {
                at: AT,
                errors: "forbidden: all of Kustomization (kustomize.toolkit.fluxcd.io): may not list them",
            })
        ).answer,
    ).toBe("unknown");
});
