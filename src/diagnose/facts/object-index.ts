import type { ObjectRef } from "../../core/evidence-ref.ts";
import { groupOf } from "../../core/scope.ts";
import { list, text } from "./fields.ts";
import { type KubeObject, objectKey } from "./kube-object.ts";

/** The objects of one cluster by kind, by name and by owner. Fill it, then `sort` it once. */
export class ObjectIndex {
    readonly #byKey = new Map<string, KubeObject>();
    readonly #byKind = new Map<string, KubeObject[]>();
    readonly #byOwner = new Map<string, KubeObject[]>();

    add(object: KubeObject): void {
        if (this.#byKey.has(objectKey(object.ref))) return;
        this.#byKey.set(objectKey(object.ref), object);
        const group = groupOf(object.ref.apiVersion);
        push(this.#byKind, object.ref.kind, object);
        push(this.#byKind, `${object.ref.kind}.${group}`, object);
        for (const owner of ownersOf(object)) push(this.#byOwner, objectKey(owner), object);
    }

    sort(): void {
        for (const objects of [...this.#byKind.values(), ...this.#byOwner.values()]) objects.sort(byName);
    }

    all(kind: string): readonly KubeObject[] {
        return this.#byKind.get(kind) ?? [];
    }

    get(kind: string, name: string, namespace?: string): KubeObject | undefined {
        const dot = kind.indexOf(".");
        const wanted = namespace ?? "";
        if (dot > 0) return this.#byKey.get(`${kind.slice(dot + 1)}/${kind.slice(0, dot)}/${wanted}/${name}`);
        return (
            this.#byKey.get(`/${kind}/${wanted}/${name}`) ??
            this.all(kind).find((each) => each.ref.name === name && (each.ref.namespace ?? "") === wanted)
        );
    }

    find(ref: ObjectRef): KubeObject | undefined {
        return this.#byKey.get(objectKey(ref));
    }

    ownedBy(ref: ObjectRef): readonly KubeObject[] {
        return this.#byOwner.get(objectKey(ref)) ?? [];
    }

    /** Namespaces that hold anything. */
    namespaces(): ReadonlySet<string> {
        return new Set([...this.#byKey.values()].flatMap((object) => object.ref.namespace ?? []));
    }

    /** `Pod`, `Deployment.apps`, by name. */
    kinds(): readonly string[] {
        const exact = [...this.#byKind.keys()].filter((kind) => kind.includes(".")).map((kind) => kind.replace(/\.$/, ""));
        return exact.sort();
    }
}

/** The refs of metadata.ownerReferences, the controller first. Owners are in the object's namespace or cluster-scoped (only Node is, in practice). */
export function ownersOf(object: KubeObject): readonly ObjectRef[] {
    const owners = list(object.body, "metadata", "ownerReferences");
    const ordered = [...owners].sort((a, b) => Number(isController(b)) - Number(isController(a)));
    return ordered.flatMap((owner) => {
        const [apiVersion, kind, name] = [text(owner, "apiVersion"), text(owner, "kind"), text(owner, "name")];
        if (apiVersion === undefined || kind === undefined || name === undefined) return [];
        const namespace = kind === "Node" || object.ref.namespace === undefined ? {} : { namespace: object.ref.namespace };
        return [{ cluster: object.ref.cluster, type: "object" as const, apiVersion, kind, ...namespace, name }];
    });
}

function isController(owner: unknown): boolean {
    return typeof owner === "object" && owner !== null && "controller" in owner && owner.controller === true;
}

function push(map: Map<string, KubeObject[]>, key: string, object: KubeObject): void {
    const there = map.get(key);
    if (there === undefined) map.set(key, [object]);
    else there.push(object);
}

/** Namespace, then name: the stable order of every list. */
function byName(a: { readonly ref: ObjectRef }, b: { readonly ref: ObjectRef }): number {
    return compare(a.ref.namespace ?? "", b.ref.namespace ?? "") || compare(a.ref.name, b.ref.name);
}

function compare(a: string, b: string): number {
    return a < b ? -1 : a > b ? 1 : 0;
}
