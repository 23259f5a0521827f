import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT, crashing, event, workload } from "../../../../test/diagnose/workload.ts";
import { helmRelease } from "./helm-release.ts";

const object = (conditions: string, spec = "") => `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: apps, generation: 1 }
spec: { targetNamespace: msp, releaseName: web, chartRef: { kind: OCIRepository, name: web } ${spec} }
status: { observedGeneration: 1, conditions: [${conditions}] }
---
`;
const ready = (reason: string, message: string, more = "") =>
    `{ type: Ready, status: "False", reason: ${reason}, message: ${JSON.stringify(message)}, lastTransitionTime: "2026-11-21T08:00:00Z" } ${more}`;

test("A release that timed out is due to the objects it made", async () => {
    const made = workload({ status: crashing(1) }).replace(
        "metadata: { name: web, namespace: msp,",
        "metadata: { name: web, namespace: msp, labels: { helm.toolkit.fluxcd.io/name: web, helm.toolkit.fluxcd.io/namespace: apps },",
    );
    const objects =
        object(
            ready("InstallFailed", "Helm install failed for release msp/web with chart web@1.0.0: context deadline exceeded"),
        ) + made;
    const { says, findings } = await judge(helmRelease, { at: AT, objects });
    expect(says).toEqual(["HelmRelease apps/web is not ready (InstallFailed, chart web@1.0.0): context deadline exceeded"]);
    expect(findings[0]).toMatchObject({
        role: "symptom",
        dueTo: [{ relation: "manages", ref: { kind: "Deployment", name: "web" } }],
    });
});

test("Where the retries are exhausted, the failure before is quoted", async () => {
    const released = `, { type: Released, status: "False", reason: UpgradeFailed, message: "Helm upgrade failed for release msp/web with chart web@1.1.0: cannot patch \\"web\\" with kind StatefulSet: updates to statefulset spec for fields other than 'replicas' are forbidden" }, { type: Stalled, status: "True", reason: RetriesExceeded, message: Failed to upgrade after 1 attempt(s) }`;
    const { says, findings } = await judge(helmRelease, {
        at: AT,
        objects: object(ready("RetriesExceeded", "Failed to upgrade after 1 attempt(s)", released)),
    });
    expect(says).toEqual([
        "HelmRelease apps/web is not ready (UpgradeFailed, chart web@1.1.0): cannot patch \"web\" with kind StatefulSet: updates to statefulset spec for fields other than 'replicas' are forbidden; it gave up trying",
    ]);
    expect(findings[0]?.rule).toBe("gitops.helm-release.immutable");
});

test.each([
    ["dependency", "symptom", "DependencyNotReady", "dependency 'apps/db' is not ready"],
    [
        "source",
        "symptom",
        "SourceNotReady",
        "HelmChart 'flux-system/apps-web' is not ready: latest generation of object has not been reconciled",
    ],
    [
        "values",
        "failure",
        "ValuesError",
        "could not resolve Secret chart values reference 'apps/web-values' with key 'values.yaml': secrets \"web-values\" not found",
    ],
    [
        "pending",
        "cause",
        "UpgradeFailed",
        "Helm upgrade failed for release msp/web with chart web@1.1.0: another operation (install/upgrade/rollback) is in progress",
    ],
    [
        "hook",
        "symptom",
        "InstallFailed",
        "Helm install failed for release msp/web with chart web@1.1.0: failed pre-install: 1 error occurred:\n\t* job web-migrate failed: BackoffLimitExceeded",
    ],
    ["test", "failure", "TestFailed", "Helm test failed for release msp/web: pod web-test failed"],
    [
        "schema",
        "cause",
        "InstallFailed",
        "Helm install failed for release msp/web with chart web@1.1.0: values don't meet the specifications of the schema(s) in the following chart(s): web: - replicas: Invalid type",
    ],
    [
        "chart",
        "cause",
        "InstallFailed",
        'Helm install failed for release msp/web with chart web@1.1.0: template: web/templates/deployment.yaml:12:20: executing "web" at <.Values.image.tag>: nil pointer evaluating interface {}.tag',
    ],
    [
        "ownership",
        "cause",
        "InstallFailed",
        'Helm install failed for release msp/web with chart web@1.1.0: Unable to continue with install: Service "web" in namespace "msp" exists and cannot be imported into the current release: invalid ownership metadata',
    ],
    [
        "crd",
        "cause",
        "InstallFailed",
        'Helm install failed for release msp/web with chart web@1.1.0: unable to build kubernetes objects from release manifest: resource mapping not found for name: "web" namespace: "" from "": no matches for kind "ServiceMonitor" in version "monitoring.coreos.com/v1" ensure CRDs are installed first',
    ],
    [
        "timeout",
        "symptom",
        "InstallFailed",
        "Helm install failed for release msp/web with chart web@1.1.0: failed early due to stalled resources: [Deployment/msp/web status: 'Failed']",
    ],
    [
        "denied",
        "cause",
        "UpgradeFailed",
        'Helm upgrade failed for release msp/web with chart web@1.1.0: create: failed to create: admission webhook "oke.com" denied the request: too many secrets',
    ],
])("The controller's reason and message decide the kind: %s", async (variant, role, reason, message) => {
    const { findings } = await judge(helmRelease, { at: AT, objects: object(ready(reason, message)) });
    expect(findings.map((finding) => [finding.rule, finding.role])).toEqual([[`gitops.helm-release.${variant}`, role]]);
});

test("Drift that was detected is a remark", async () => {
    const objects =
        object('{ type: Ready, status: "True", reason: UpgradeSucceeded, message: ok }') +
        event(
            "HelmRelease",
            "apps",
            "web",
            "DriftDetected",
            "Cluster state of release msp/web.v3 has drifted from the desired state: Deployment/msp/web changed (0 additions, 1 changes, 0 removals)",
        );
    const { says, findings } = await judge(helmRelease, { at: AT, objects });
    expect(says).toEqual([
        "HelmRelease apps/web: objects of the release were changed by hand: Cluster state of release msp/web.v3 has drifted from the desired state: Deployment/msp/web changed (0 additions, 1 changes, 0 removals)",
    ]);
    expect(findings[0]?.severity).toBe("info");
});

test("One that is ready or being installed is no fault", async () => {
    const running = object(
        "{ type: Ready, status: Unknown, reason: Progressing, message: \"Running 'install' action with timeout of 5m0s\" }",
    ).replace("name: web, namespace", "name: api, namespace");
    expect(
        (
            await judge(helmRelease, {
                at: AT,
                objects: object('{ type: Ready, status: "True", reason: InstallSucceeded, message: ok }') + running,
            })
        ).answer,
    ).toBe("clean");
});

test("Where HelmReleases could not be listed, it is not known", async () => {
    expect(
        (
            await judge(helmRelease, {
                at: AT,
                errors: "forbidden: all of HelmRelease (helm.toolkit.fluxcd.io): may not list them",
            })
        ).answer,
    ).toBe("unknown");
});
