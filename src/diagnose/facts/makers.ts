import type { ObjectRef } from "../../core/evidence-ref.ts";
import { list, text } from "./fields.ts";
import { annotations, condition, type KubeObject, labels, namespaceOf, objectKey } from "./kube-object.ts";
import type { ObjectIndex } from "./object-index.ts";

const RELEASE = "HelmRelease.helm.toolkit.fluxcd.io";
const KUSTOMIZATION = "Kustomization.kustomize.toolkit.fluxcd.io";
const RELEASED = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Service", "PersistentVolumeClaim", "Ingress"];

/** Which Flux object made which object: by Flux's labels, Helm's annotations and the inventories. Built once. */
export class Makers {
    readonly #objects: ObjectIndex;
    readonly #byInventory = new Map<string, KubeObject[]>();
    readonly #byRelease = new Map<string, KubeObject[]>();
    readonly #released = new Map<string, KubeObject[]>();

    constructor(objects: ObjectIndex) {
        this.#objects = objects;
        for (const release of objects.all(RELEASE))
            push(this.#byRelease, `${releaseNamespace(release)}/${releaseName(release)}`, release);
        for (const maker of [...objects.all(KUSTOMIZATION), ...objects.all(RELEASE)])
            for (const entry of list(maker.body, "status", "inventory", "entries"))
                push(this.#byInventory, inventoryKey(text(entry, "id") ?? ""), maker);
        const marked = objects.all(RELEASE).length === 0 ? [] : RELEASED.flatMap((kind) => objects.all(kind));
        for (const object of marked)
            for (const release of this.#releasesOf(object)) push(this.#released, objectKey(release.ref), object);
    }

    /** Of an object that is not there: whose inventory names it, and those that are not ready and fill its namespace. */
    makersOf(ref: ObjectRef): readonly KubeObject[] {
        const object = this.#objects.find(ref);
        const listed = this.#byInventory.get(`${ref.namespace ?? ""}_${ref.name}_${ref.kind}`) ?? [];
        const marked =
            object === undefined
                ? this.#unreadyInto(ref.namespace)
                : [...this.#releasesOf(object), ...this.#kustomizationsOf(object)];
        return [...new Set([...listed, ...marked])];
    }

    /** The objects with the marks of a release. Source: helm-controller internal/postrender; Helm pkg/action/validate.go. */
    releasedBy(release: ObjectRef): readonly KubeObject[] {
        return this.#released.get(objectKey(release)) ?? [];
    }

    #releasesOf(object: KubeObject): readonly KubeObject[] {
        const { "helm.toolkit.fluxcd.io/name": name, "helm.toolkit.fluxcd.io/namespace": namespace } = labels(object);
        const labelled = name === undefined ? undefined : this.#objects.get(RELEASE, name, namespace ?? "");
        if (labelled !== undefined) return [labelled];
        const { "meta.helm.sh/release-name": release, "meta.helm.sh/release-namespace": target } = annotations(object);
        return release === undefined ? [] : (this.#byRelease.get(`${target ?? namespaceOf(object)}/${release}`) ?? []);
    }

    #kustomizationsOf(object: KubeObject): readonly KubeObject[] {
        const { "kustomize.toolkit.fluxcd.io/name": name, "kustomize.toolkit.fluxcd.io/namespace": namespace } = labels(object);
        const found = name === undefined ? undefined : this.#objects.get(KUSTOMIZATION, name, namespace ?? "");
        return found === undefined ? [] : [found];
    }

    #unreadyInto(namespace: string | undefined): readonly KubeObject[] {
        return [...this.#objects.all(RELEASE), ...this.#objects.all(KUSTOMIZATION)].filter(
            (each) =>
                condition(each, "Ready")?.status === "False" &&
                (namespace === undefined ? each.ref.kind === "Kustomization" : releaseNamespace(each) === namespace),
        );
    }
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

/** `msp_db_StatefulSet` of `msp_db_apps_StatefulSet`. Source: fluxcd/pkg ssa, object.ObjMetadata. */
function inventoryKey(id: string): string {
    const [namespace = "", name = "", , kind = ""] = id.split("_");
    return `${namespace}_${name}_${kind}`;
}

function push(map: Map<string, KubeObject[]>, key: string, object: KubeObject): void {
    const there = map.get(key);
    if (there === undefined) map.set(key, [object]);
    else there.push(object);
}
