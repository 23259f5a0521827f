import type { ResourceType } from "../clients/kubernetes/reader.ts";
import type { ResourceSelector } from "../spec/collect-spec.ts";

/**
 * The resources a selector means. "*" is any. A kind is found by its name whatever the case, and by every name kubectl takes: the seed's
 * own example says `kind: Deployments`. An inventory has each resource in one version, so another served version of it will do.
 */
function matchingTypes(selector: Pick<ResourceSelector, "group" | "kind">, types: readonly ResourceType[]): ResourceType[] {
    const wanted = selector.kind.toLowerCase();
    return types.filter(
        (type) => (selector.group === "*" || type.group === selector.group) && (wanted === "*" || namesOf(type).includes(wanted)),
    );
}

function namesOf({ kind, resource, singular, shortNames = [] }: ResourceType): string[] {
    return [kind, resource, ...(singular === undefined ? [] : [singular]), ...shortNames].map((name) => name.toLowerCase());
}

/** Whether an exclusion takes away all that a list would give: of the kind, in the namespace (undefined: in all of them). */
export function isExcluded(type: ResourceType, namespace: string | undefined, exclude: readonly ResourceSelector[]): boolean {
    return exclude.some(
        (selector) =>
            matchingTypes(selector, [type]).length > 0 &&
            (!selector.namespace || selector.namespace === namespace) &&
            selector.name === undefined,
    );
}

/** `apps/v1`, `v1`. */
export function apiVersionOf(type: ResourceType): string {
    return type.group === "" ? type.version : `${type.group}/${type.version}`;
}

/** A field selector that leaves out the namespaces in which the kind is excluded; every namespaced kind supports it. */
export function withoutExcludedNamespaces(type: ResourceType, exclude: readonly ResourceSelector[]): string[] {
    if (!type.namespaced) return [];
    return exclude
        .filter(({ namespace }) => namespace)
        .filter((selector) => matchingTypes(selector, [type]).length > 0)
        .map(({ namespace }) => `metadata.namespace!=${namespace}`);
}
