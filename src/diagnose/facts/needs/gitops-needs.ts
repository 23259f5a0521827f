import type { ObjectRef } from "../../../core/evidence-ref.ts";
import type { Cause, Relation } from "../../cause.ts";
import type { Facts } from "../facts.ts";
import { fields, list, text } from "../fields.ts";
import { type KubeObject, namespaceOf, refOf } from "../kube-object.ts";

const SOURCE = "source.toolkit.fluxcd.io/v1";
const HELM = "helm.toolkit.fluxcd.io/v2";
const KUSTOMIZE = "kustomize.toolkit.fluxcd.io/v1";

/** A Kustomization needs its source, what it depends on, its keys and variables, and the objects of its inventory. */
export function kustomizationNeeds(facts: Facts, object: KubeObject): readonly Cause[] {
    return [
        ...sourceOf(facts, object, fields(object.body, "spec", "sourceRef")),
        ...dependsOn(facts, object, KUSTOMIZE, "Kustomization"),
        ...secretOf(facts, object, fields(object.body, "spec", "decryption", "secretRef")),
        ...list(object.body, "spec", "postBuild", "substituteFrom").flatMap((from) => configOf(facts, object, from)),
        ...inventoryOf(facts, object).map((ref) => ({ relation: "manages" as const, ref })),
    ];
}

/** A HelmRelease needs its chart's source, what it depends on, the values it reads, and the objects of its release. */
export function helmReleaseNeeds(facts: Facts, object: KubeObject): readonly Cause[] {
    const chart = text(object.body, "status", "helmChart")?.split("/");
    const made = chart?.length === 2 ? refOf(facts.cluster, SOURCE, "HelmChart", chart[1] ?? "", chart[0]) : undefined;
    return [
        ...sourceOf(facts, object, fields(object.body, "spec", "chartRef")),
        ...(made ? [{ relation: "source-of" as const, ref: made }] : []),
        ...sourceOf(facts, object, fields(object.body, "spec", "chart", "spec", "sourceRef")),
        ...dependsOn(facts, object, HELM, "HelmRelease"),
        ...list(object.body, "spec", "valuesFrom").flatMap((from) => configOf(facts, object, from)),
        ...releasedObjects(facts, object).map((each) => ({ relation: "manages" as const, ref: each.ref })),
    ];
}

/** A source needs its credentials; a HelmChart its repository. */
export function sourceNeeds(facts: Facts, object: KubeObject): readonly Cause[] {
    return [
        ...sourceOf(facts, object, fields(object.body, "spec", "sourceRef")),
        ...["secretRef", "certSecretRef", "proxySecretRef"].flatMap((field) =>
            secretOf(facts, object, fields(object.body, "spec", field)),
        ),
        ...secretOf(facts, object, fields(object.body, "spec", "verify", "secretRef")),
    ];
}

/** The objects of a release: by Flux's own labels, or by Helm's annotations. Source: helm-controller internal/postrender, Helm pkg/action/validate.go. */
function releasedObjects(facts: Facts, release: KubeObject): readonly KubeObject[] {
    return facts.releasedBy(release.ref);
}

/** The refs of `status.inventory.entries`: `<namespace>_<name>_<group>_<kind>`. Source: fluxcd/pkg ssa, object.ObjMetadata. */
function inventoryOf(facts: Facts, object: KubeObject): readonly ObjectRef[] {
    return list(object.body, "status", "inventory", "entries").flatMap((entry) => {
        const [namespace, name, group, kind] = (text(entry, "id") ?? "").split("_");
        const version = text(entry, "v") ?? "v1";
        if (name === undefined || group === undefined || kind === undefined) return [];
        return [
            refOf(facts.cluster, group === "" ? version : `${group}/${version}`, kind, name.replaceAll("__", ":"), namespace),
        ];
    });
}

function sourceOf(facts: Facts, object: KubeObject, ref: unknown): readonly Cause[] {
    const [kind, name] = [text(ref, "kind"), text(ref, "name")];
    if (kind === undefined || name === undefined) return [];
    return [
        { relation: "source-of", ref: refOf(facts.cluster, SOURCE, kind, name, text(ref, "namespace") ?? namespaceOf(object)) },
    ];
}

function dependsOn(facts: Facts, object: KubeObject, apiVersion: string, kind: string): readonly Cause[] {
    return list(object.body, "spec", "dependsOn").flatMap((each) => {
        const name = text(each, "name");
        return name === undefined
            ? []
            : [
                  {
                      relation: "depends-on" as Relation,
                      ref: refOf(facts.cluster, apiVersion, kind, name, text(each, "namespace") ?? namespaceOf(object)),
                  },
              ];
    });
}

function secretOf(facts: Facts, object: KubeObject, ref: unknown): readonly Cause[] {
    const name = text(ref, "name");
    return name === undefined
        ? []
        : [{ relation: "reads-secret", ref: refOf(facts.cluster, "v1", "Secret", name, namespaceOf(object)) }];
}

function configOf(facts: Facts, object: KubeObject, from: unknown): readonly Cause[] {
    const [kind, name] = [text(from, "kind"), text(from, "name")];
    if (kind === undefined || name === undefined) return [];
    return [
        {
            relation: kind === "Secret" ? "reads-secret" : "reads-config",
            ref: refOf(facts.cluster, "v1", kind, name, namespaceOf(object)),
        },
    ];
}
