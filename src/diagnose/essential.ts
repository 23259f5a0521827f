import type { Gap } from "../core/gap.ts";
import { overlaps, type Scope } from "../core/scope.ts";
import type { Facts } from "./facts/facts.ts";
import type { Layer } from "./layer.ts";

/** Without these nobody can say that a layer is well. */
const ESSENTIAL: Readonly<Record<Layer, readonly string[]>> = {
    talos: [],
    kubernetes: ["Node", "PersistentVolumeClaim", "Pod"],
    gitops: ["Kustomization.kustomize.toolkit.fluxcd.io", "HelmRelease.helm.toolkit.fluxcd.io"],
    application: ["Pod", "Deployment.apps", "StatefulSet.apps", "Job.batch"],
};

/** The gaps because of which a layer cannot be called healthy. What the server does not know as a kind is no gap here. */
export function essentialGaps(facts: Facts, layer: Layer): readonly Gap[] {
    const scopes: readonly Scope[] = [
        ...ESSENTIAL[layer].map((kind) => facts.scope(kind)),
        ...(layer === "talos" ? [{ cluster: facts.cluster, type: "machine" } as const] : []),
    ];
    const gaps = scopes.flatMap((scope) => facts.missing(scope).filter((gap) => overlaps(gap.about, scope)));
    return [...new Set(gaps)].filter((gap) => gap.problem.code !== "not-found" && gap.problem.code !== "unsupported");
}
