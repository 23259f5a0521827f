import type { ObjectRef } from "../../../core/evidence-ref.ts";
import type { Facts } from "../../facts/facts.ts";
import { flag } from "../../facts/fields.ts";
import { type Condition, condition, type KubeObject } from "../../facts/kube-object.ts";

/** The kinds of Flux by the controller that reconciles them. Source: fluxcd/flux2 manifests/bases. */
export const FLUX_KINDS: Readonly<Record<string, readonly string[]>> = {
    "source-controller": ["GitRepository", "OCIRepository", "HelmRepository", "HelmChart", "Bucket"].map(
        (kind) => `${kind}.source.toolkit.fluxcd.io`,
    ),
    "kustomize-controller": ["Kustomization.kustomize.toolkit.fluxcd.io"],
    "helm-controller": ["HelmRelease.helm.toolkit.fluxcd.io"],
    "image-reflector-controller": ["ImageRepository", "ImagePolicy"].map((kind) => `${kind}.image.toolkit.fluxcd.io`),
    "image-automation-controller": ["ImageUpdateAutomation.image.toolkit.fluxcd.io"],
};

export const SOURCES = FLUX_KINDS["source-controller"] ?? [];
export const KUSTOMIZATION = "Kustomization.kustomize.toolkit.fluxcd.io";
export const HELM_RELEASE = "HelmRelease.helm.toolkit.fluxcd.io";

/** Somebody stopped its reconciliation: `spec.suspend`. */
export function isSuspended(object: KubeObject): boolean {
    return flag(object.body, "spec", "suspend") === true;
}

/** The condition that says it is not ready, of an object that is not suspended. A controller that still works on it says Unknown. */
export function failureOf(object: KubeObject): Condition | undefined {
    const ready = condition(object, "Ready");
    const stalled = condition(object, "Stalled");
    if (isSuspended(object)) return undefined;
    if (ready?.status === "False") return ready;
    return stalled?.status === "True" && ready?.status !== "True" ? stalled : undefined;
}

/** The Deployment of a Flux controller: where it was found, else in flux-system. */
export function controllerOf(facts: Facts, name: string): ObjectRef {
    const found = facts.all("Deployment.apps").find((each) => each.ref.name === name);
    return (
        found?.ref ?? {
            cluster: facts.cluster,
            type: "object",
            apiVersion: "apps/v1",
            kind: "Deployment",
            namespace: "flux-system",
            name,
        }
    );
}

const SOURCE_WORDS: Readonly<Record<string, string>> = {
    GitRepository: "source git",
    OCIRepository: "source oci",
    HelmRepository: "source helm",
    HelmChart: "source chart",
    Bucket: "source bucket",
    Kustomization: "kustomization",
    HelmRelease: "helmrelease",
    ImageRepository: "image repository",
    ImagePolicy: "image policy",
    ImageUpdateAutomation: "image update",
};

/** `flux reconcile kustomization alga-core -n flux-system`: the command after the cause was mended. */
export function fluxCommand(verb: "reconcile" | "resume" | "get", ref: ObjectRef): string {
    return `flux ${verb} ${SOURCE_WORDS[ref.kind] ?? ref.kind.toLowerCase()} ${ref.name} -n ${ref.namespace}`;
}
