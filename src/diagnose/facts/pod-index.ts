import type { ObjectRef } from "../../core/evidence-ref.ts";
import { fields, strings } from "./fields.ts";
import { labels, objectKey, refOf } from "./kube-object.ts";
import { type ObjectIndex, ownersOf } from "./object-index.ts";
import type { PodFact } from "./pod-fact.ts";
import { matchesMap, matchesSelector } from "./selector.ts";

/** Pods by name, owner, node, claim, namespace. */
export class PodIndex {
    readonly #objects: ObjectIndex;
    readonly #byKey = new Map<string, PodFact[]>();
    readonly #byNamespace = new Map<string, PodFact[]>();
    readonly #byName = new Map<string, PodFact>();
    readonly #labels = new Map<PodFact, Readonly<Record<string, string>>>();

    constructor(pods: readonly PodFact[], objects: ObjectIndex) {
        this.#objects = objects;
        for (const pod of pods) {
            this.#byName.set(`${pod.namespace}/${pod.name}`, pod);
            this.#labels.set(pod, labels(pod));
            push(this.#byNamespace, pod.namespace, pod);
            for (const key of new Set(this.#keysOf(pod))) push(this.#byKey, key, pod);
        }
    }

    pod(namespace: string, name: string): PodFact | undefined {
        return this.#byName.get(`${namespace}/${name}`);
    }

    podsOf(ref: ObjectRef): readonly PodFact[] {
        const object = this.#objects.find(ref);
        const near = this.#byNamespace.get(ref.namespace ?? "") ?? [];
        if (ref.kind === "Service") {
            const selector = strings(object?.body, "spec", "selector");
            return near.filter((pod) => matchesMap(selector, this.#labels.get(pod) ?? {}));
        }
        if (ref.kind === "PodDisruptionBudget" || ref.kind === "NetworkPolicy") {
            const selector = fields(object?.body, "spec", ref.kind === "NetworkPolicy" ? "podSelector" : "selector");
            return object === undefined ? [] : near.filter((pod) => matchesSelector(selector, this.#labels.get(pod) ?? {}));
        }
        return this.#byKey.get(objectKey(ref)) ?? [];
    }

    #keysOf(pod: PodFact): readonly string[] {
        const owners = ownersOf(pod).flatMap((owner) => this.#above(owner, 4));
        const references = pod.references.map((each) =>
            objectKey(refOf(pod.ref.cluster, "v1", each.kind, each.name, pod.namespace)),
        );
        const node = pod.node === "" ? [] : [objectKey(refOf(pod.ref.cluster, "v1", "Node", pod.node))];
        return [...owners, objectKey(pod.blamed), ...references, ...node];
    }

    #above(owner: ObjectRef, depth: number): readonly string[] {
        const found = depth === 0 ? undefined : this.#objects.find(owner);
        return [
            objectKey(owner),
            ...(found === undefined ? [] : ownersOf(found).flatMap((next) => this.#above(next, depth - 1))),
        ];
    }
}

function push(map: Map<string, PodFact[]>, key: string, pod: PodFact): void {
    const there = map.get(key);
    if (there === undefined) map.set(key, [pod]);
    else there.push(pod);
}
