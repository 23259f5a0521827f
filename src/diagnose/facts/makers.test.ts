import { expect, test } from "vitest";
import { bundleOf } from "../../../test/diagnose/judge.ts";
import { MANAGEMENT } from "../../core/cluster-ref.ts";
import { buildFacts } from "./build-facts.ts";
import { named, refOf } from "./kube-object.ts";

const OBJECTS = `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: alga-core, namespace: alga-system }
spec: { targetNamespace: msp, releaseName: core }
status: { conditions: [{ type: Ready, status: "False", reason: InstallFailed, message: x }] }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: platform, namespace: flux-system }
status: { inventory: { entries: [{ id: "_fast_storage.k8s.io_StorageClass", v: v1 }] } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: msp, annotations: { meta.helm.sh/release-name: core, meta.helm.sh/release-namespace: msp } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: msp, labels: { helm.toolkit.fluxcd.io/name: alga-core, helm.toolkit.fluxcd.io/namespace: alga-system } }
`;

async function facts() {
    const [first] = await buildFacts(await bundleOf({ objects: OBJECTS }), new AbortController().signal);
    if (first === undefined) throw new Error("no facts");
    return first;
}

test("The objects of a release are found by Flux's labels and by Helm's annotations", async () => {
    const release = refOf(MANAGEMENT, "helm.toolkit.fluxcd.io/v2", "HelmRelease", "alga-core", "alga-system");
    expect((await facts()).releasedBy(release).map((each) => named(each.ref))).toEqual([
        "Deployment msp/web",
        "StatefulSet msp/db",
    ]);
});

test("An object that is not there has the makers whose inventory names it, and the unready ones that fill its namespace", async () => {
    const made = async (...ref: [string, string, string, string?]) =>
        (await facts()).makersOf(refOf(MANAGEMENT, ...ref)).map((each) => named(each.ref));
    expect(await made("storage.k8s.io/v1", "StorageClass", "fast")).toEqual(["Kustomization flux-system/platform"]);
    expect(await made("v1", "Secret", "db-credentials", "msp")).toEqual(["HelmRelease alga-system/alga-core"]);
});
