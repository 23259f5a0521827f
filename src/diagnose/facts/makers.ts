import type { ObjectRef } from "../../core/evidence-ref.ts";
import { list, text } from "./fields.ts";
import { annotations, condition, type KubeObject, labels, namespaceOf, objectKey } from "./kube-object.ts";
import type { ObjectIndex } from "./object-index.ts";

const RELEASE = "HelmRelease.helm.toolkit.fluxcd.io";
const KUSTOMIZATION = "Kustomization.kustomize.toolkit.fluxcd.io";

/** The Kustomization or HelmRelease whose labels, annotations or inventory the object is in; for an object that is not there, those that are not ready and fill its namespace. */
export function makersOf(objects: ObjectIndex, ref: ObjectRef): readonly KubeObject[] {
    const object = objects.find(ref);
    const listed = objects.all(KUSTOMIZATION).filter((each) => inventoryHas(each, ref));
    if (object === undefined) return [...new Set([...listed, ...unreadyInto(objects, ref.namespace)])];
    return [...new Set([...releasesOf(objects, object), ...kustomizationsOf(objects, object), ...listed])];
}

/** The objects with the marks of a release. Source: helm-controller internal/postrender; Helm pkg/action/validate.go. */
export function releasedBy(objects: ObjectIndex, release: ObjectRef): readonly KubeObject[] {
    const key = objectKey(release);
    return ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Service", "PersistentVolumeClaim", "Ingress"]
        .flatMap((kind) => objects.all(kind))
        .filter((object) => releasesOf(objects, object).some((each) => objectKey(each.ref) === key));
}

function releasesOf(objects: ObjectIndex, object: KubeObject): readonly KubeObject[] {
    const { "helm.toolkit.fluxcd.io/name": name, "helm.toolkit.fluxcd.io/namespace": namespace } = labels(object);
    const labelled = name === undefined ? undefined : objects.get(RELEASE, name, namespace ?? "");
    if (labelled !== undefined) return [labelled];
    const { "meta.helm.sh/release-name": release, "meta.helm.sh/release-namespace": target } = annotations(object);
    if (release === undefined) return [];
    return objects
        .all(RELEASE)
        .filter((each) => releaseName(each) === release && releaseNamespace(each) === (target ?? namespaceOf(object)));
}

function kustomizationsOf(objects: ObjectIndex, object: KubeObject): readonly KubeObject[] {
    const { "kustomize.toolkit.fluxcd.io/name": name, "kustomize.toolkit.fluxcd.io/namespace": namespace } = labels(object);
    const found = name === undefined ? undefined : objects.get(KUSTOMIZATION, name, namespace ?? "");
    return found === undefined ? [] : [found];
}

function unreadyInto(objects: ObjectIndex, namespace: string | undefined): readonly KubeObject[] {
    const makers = [...objects.all(RELEASE), ...objects.all(KUSTOMIZATION)];
    return makers.filter(
        (each) =>
            condition(each, "Ready")?.status === "False" &&
            (namespace === undefined ? each.ref.kind === "Kustomization" : releaseNamespace(each) === namespace),
    );
}

/** The name of the Helm release: `spec.releaseName`, else `[<targetNamespace>-]<name>`. Source: helm-controller api/v2, GetReleaseName. */
function releaseName(release: KubeObject): string {
    const target = text(release.body, "spec", "targetNamespace");
    return (
        text(release.body, "spec", "releaseName") ?? (target === undefined ? release.ref.name : `${target}-${release.ref.name}`)
    );
}

function releaseNamespace(object: KubeObject): string {
    return text(object.body, "spec", "targetNamespace") ?? namespaceOf(object);
}

function inventoryHas(kustomization: KubeObject, ref: ObjectRef): boolean {
    const wanted = `${ref.namespace ?? ""}_${ref.name}_`;
    return list(kustomization.body, "status", "inventory", "entries").some((entry) => {
        const id = text(entry, "id") ?? "";
        return id.startsWith(wanted) && id.endsWith(`_${ref.kind}`);
    });
}
