import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT } from "../../../../test/diagnose/workload.ts";
import { argoApplication } from "./argo-application.ts";

const application = (status: string, spec = "") => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: web, namespace: argocd }
spec: { destination: { namespace: msp } ${spec} }
status: { ${status} }
---
`;

test("A comparison that fails quotes the condition", async () => {
    const { says, findings } = await judge(argoApplication, {
        at: AT,
        objects: application(
            'conditions: [{ type: ComparisonError, message: "failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = app path does not exist: ./wbe" }], sync: { status: Unknown }',
        ),
    });
    expect(says).toEqual([
        "Application argocd/web: ComparisonError: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = app path does not exist: ./wbe",
    ]);
    expect(findings[0]?.rule).toBe("gitops.argo-application.comparison");
});

test("A sync that fails names the resource", async () => {
    const { says } = await judge(argoApplication, {
        at: AT,
        objects: application(
            'operationState: { phase: Failed, message: "one or more objects failed to apply", syncResult: { resources: [{ kind: Deployment, name: web, namespace: msp, status: SyncFailed, message: "Deployment.apps \\"web\\" is invalid: spec.selector: field is immutable" }] } }',
        ),
    });
    expect(says).toEqual([
        'Application argocd/web: sync failed: Deployment web: Deployment.apps "web" is invalid: spec.selector: field is immutable',
    ]);
});

test("A degraded application is due to its degraded objects", async () => {
    const { says, findings } = await judge(argoApplication, {
        at: AT,
        objects: application(
            "health: { status: Degraded }, sync: { status: Synced }, resources: [{ group: apps, version: v1, kind: Deployment, namespace: msp, name: web, health: { status: Degraded } }, { version: v1, kind: Service, namespace: msp, name: web, health: { status: Healthy } }]",
        ),
    });
    expect(says).toEqual(["Application argocd/web is Degraded: Deployment web Degraded"]);
    expect(findings[0]).toMatchObject({
        role: "symptom",
        dueTo: [{ ref: { kind: "Deployment", name: "web" } }, { ref: { kind: "Service" } }],
    });
});

test("OutOfSync alone is a remark, and a healthy one that is synced none", async () => {
    const { says, findings } = await judge(argoApplication, {
        at: AT,
        objects: application(
            "health: { status: Healthy }, sync: { status: OutOfSync }, resources: [{ kind: ConfigMap, name: env, status: OutOfSync }]",
        ),
    });
    expect(says).toEqual(["Application argocd/web is OutOfSync: ConfigMap env"]);
    expect(findings[0]?.severity).toBe("info");
    expect(
        (
            await judge(argoApplication, {
                at: AT,
                objects: application(
                    "health: { status: Healthy }, sync: { status: Synced }, operationState: { phase: Succeeded }",
                ),
            })
        ).answer,
    ).toBe("clean");
});

test("Where Applications could not be listed, it is not known", async () => {
    expect(
        (await judge(argoApplication, { at: AT, errors: "forbidden: all of Application (argoproj.io): may not list them" }))
            .answer,
    ).toBe("unknown");
});
