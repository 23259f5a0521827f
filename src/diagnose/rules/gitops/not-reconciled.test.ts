import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT } from "../../../../test/diagnose/workload.ts";
import { notReconciled } from "./not-reconciled.ts";

const kustomization = (status: string, generation = 3) => `
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system, generation: ${generation}, creationTimestamp: "2026-11-01T00:00:00Z" }
spec: { sourceRef: { kind: GitRepository, name: fleet } }
status: { ${status} }
---
`;
const SOURCE = `
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: fleet, namespace: flux-system, generation: 1, creationTimestamp: "2026-11-01T00:00:00Z" }
status: { observedGeneration: 1, conditions: [{ type: Ready, status: "True" }], artifact: { revision: "main@sha1:bbbb", lastUpdateTime: "2026-11-20T00:00:00Z" } }
---
`;
const READY =
    'conditions: [{ type: Ready, status: "True", reason: ReconciliationSucceeded, lastTransitionTime: "2026-11-10T00:00:00Z" }]';

test("A change that was not taken up is found although the object looks ready", async () => {
    const { says, findings } = await judge(notReconciled, { at: AT, objects: kustomization(`observedGeneration: 2, ${READY}`) });
    expect(says).toEqual(["Kustomization flux-system/apps was changed (generation 3) and Flux has only seen generation 2"]);
    expect(findings[0]?.dueTo?.[0]?.ref).toMatchObject({ kind: "Deployment", name: "kustomize-controller" });
});

test("An object that nobody ever looked at", async () => {
    expect((await judge(notReconciled, { at: AT, objects: kustomization("") })).says).toEqual([
        "Kustomization flux-system/apps has no conditions 20 days after it was made: no controller has looked at it",
    ]);
});

test("A revision that is a day behind its source", async () => {
    expect(
        (
            await judge(notReconciled, {
                at: AT,
                objects: SOURCE + kustomization(`observedGeneration: 3, lastAppliedRevision: "main@sha1:aaaa", ${READY}`),
            })
        ).says,
    ).toEqual([
        "Kustomization flux-system/apps has applied main@sha1:aaaa, and GitRepository flux-system/fleet has main@sha1:bbbb since 2026-11-20T00:00:00.000Z",
    ]);
});

test("An object that is up to date is no fault", async () => {
    expect(
        (
            await judge(notReconciled, {
                at: AT,
                objects: SOURCE + kustomization(`observedGeneration: 3, lastAppliedRevision: "main@sha1:bbbb", ${READY}`),
            })
        ).answer,
    ).toBe("clean");
});

test("Where Kustomizations could not be listed, it is not known", async () => {
    expect(
        (
            await judge(notReconciled, {
                at: AT,
                errors: "forbidden: all of Kustomization (kustomize.toolkit.fluxcd.io): may not list them",
            })
        ).answer,
    ).toBe("unknown");
});
