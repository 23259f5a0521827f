import { expect, test } from "vitest";
import { diagnosed, sketch } from "../judge.ts";
import { AT, waiting, workload } from "../workload.ts";

const release = (name: string, spec: string, ready: string) => `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: ${name}, namespace: releases, generation: 1 }
spec: { targetNamespace: msp, releaseName: ${name} ${spec} }
status: { observedGeneration: 1, conditions: [{ type: Ready, status: "False", ${ready} }] }
---
`;
const WAITS = `reason: DependencyNotReady, message: "dependency 'releases/core' is not ready"`;

test("A chart that cannot be rendered is the root of the releases that depend on it and of what it should have made", async () => {
    const objects =
        release(
            "core",
            "",
            'reason: InstallFailed, message: "Helm install failed for release msp/core with chart core@1.2.0: execution error at (core/templates/secrets.yaml:4:3): license.key is required"',
        ) +
        release("pgbouncer", ", dependsOn: [{ name: core }]", WAITS) +
        release("temporal", ", dependsOn: [{ name: core }]", WAITS) +
        `
apiVersion: v1
kind: Secret
metadata: { name: other, namespace: msp }
data: { a: YQ== }
---
` +
        workload({
            name: "web",
            phase: "Pending",
            container: "envFrom: [{ secretRef: { name: db-credentials } }]",
            status: waiting("CreateContainerConfigError", 'secret "db-credentials" not found'),
        });
    const diagnosis = await diagnosed({ at: AT, objects });
    expect(sketch(diagnosis)).toEqual([
        "broken gitops",
        "gitops.helm-release.chart HelmRelease releases/core",
        "  application.reference-missing Secret msp/db-credentials",
        "    application.container-start.reference Deployment msp/web",
        "    application.rollout Deployment msp/web",
        "  gitops.helm-release.dependency HelmRelease releases/pgbouncer",
        "  gitops.helm-release.dependency HelmRelease releases/temporal",
    ]);
    expect([diagnosis.roots[0]?.says]).toEqual([
        "HelmRelease releases/core is not ready (InstallFailed, chart core@1.2.0): execution error at (core/templates/secrets.yaml:4:3): license.key is required",
    ]);
});
