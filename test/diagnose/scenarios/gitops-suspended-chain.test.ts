import { expect, test } from "vitest";
import { diagnosed, sketch } from "../judge.ts";
import { AT, running, workload } from "../workload.ts";

const kustomization = (name: string, spec: string, ready: string) => `
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system, generation: 1 }
spec: { path: ./${name} ${spec} }
status: { observedGeneration: 1, conditions: [{ type: Ready, ${ready} }] }
---
`;

test("A suspended Kustomization that was never applied is the root of those that wait for it", async () => {
    const objects =
        kustomization("infra", ", suspend: true", 'status: "False", reason: BuildFailed, message: old') +
        kustomization(
            "apps",
            ", dependsOn: [{ name: infra }]",
            `status: "False", reason: DependencyNotReady, message: "dependency 'flux-system/infra' is not ready"`,
        );
    expect(sketch(await diagnosed({ at: AT, objects }))).toEqual([
        "broken gitops",
        "gitops.suspended Kustomization flux-system/infra",
        "  gitops.kustomization.dependency Kustomization flux-system/apps",
    ]);
});

test("A suspended Kustomization that nobody waits for is a note in a healthy cluster", async () => {
    const diagnosis = await diagnosed({
        at: AT,
        objects:
            kustomization("infra", ", suspend: true", 'status: "True", reason: ReconciliationSucceeded, message: ok') +
            workload({ status: running() }),
    });
    expect(sketch(diagnosis)).toEqual(["healthy"]);
    expect(diagnosis.notes.map((note) => note.says)).toEqual([
        "Kustomization flux-system/infra is suspended: Flux does not reconcile it",
    ]);
});
