import { clusterName } from "../core/cluster-ref.ts";
import { overlaps, type Scope } from "../core/scope.ts";

/** Finds out quickly whether any of many scopes has something in common with one: 10,000 tasks against 10,000 gaps. */
export class ScopeIndex {
    readonly #all = new Map<string, Scope[]>();
    /** Those that name a kind, a pod or a node, by that; the rest by what has none. */
    readonly #narrow = new Map<string, Scope[]>();

    constructor(scopes: Iterable<Scope> = []) {
        for (const scope of scopes) this.add(scope);
    }

    add(scope: Scope): void {
        push(this.#all, wideKey(scope), scope);
        push(this.#narrow, narrowKey(scope) ?? wideKey(scope), scope);
    }

    overlaps(scope: Scope): boolean {
        const narrow = narrowKey(scope);
        const wide = wideKey(scope);
        const candidates = narrow === undefined ? [this.#all.get(wide)] : [this.#narrow.get(narrow), this.#narrow.get(wide)];
        return candidates.some((some) => some?.some((one) => overlaps(one, scope)));
    }
}

function wideKey({ cluster, type }: Scope): string {
    return `${clusterName(cluster)}\0${type}`;
}

function narrowKey(scope: Scope): string | undefined {
    const part = { objects: "kind", logs: "pod", machine: "node", api: "path", events: "namespace" }[scope.type];
    const value = new Map<string, unknown>(Object.entries(scope)).get(part);
    return value === undefined ? undefined : `${wideKey(scope)}\0${String(value)}`;
}

function push(map: Map<string, Scope[]>, key: string, scope: Scope): void {
    const some = map.get(key);
    if (some) some.push(scope);
    else map.set(key, [scope]);
}
