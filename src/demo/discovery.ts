/** One resource in a version: a part of `APIVersionDiscovery`. */
export interface ResourceDiscovery {
    /** Plural, as in the URL. */
    readonly resource: string;
    /** `group` and `version` are empty where they are those of the list it stands in. */
    readonly responseKind?: { readonly group?: string; readonly version?: string; readonly kind: string };
    readonly scope: "Namespaced" | "Cluster";
    readonly singularResource: string;
    readonly verbs: readonly string[];
    readonly shortNames?: readonly string[];
    readonly categories?: readonly string[];
    readonly subresources?: readonly {
        readonly subresource: string;
        readonly responseKind?: { readonly group?: string; readonly version?: string; readonly kind: string };
        readonly verbs: readonly string[];
    }[];
}

/** A version of a group. `Stale`: it is served by another API server that does not answer. */
export interface VersionDiscovery {
    readonly version: string;
    readonly freshness?: "Current" | "Stale";
    readonly resources?: readonly ResourceDiscovery[];
}

/** A group; the core group has no name. The first version is the preferred one. */
export interface GroupDiscovery {
    readonly metadata: { readonly name?: string };
    readonly versions: readonly VersionDiscovery[];
}

/** Everything that is served: `core` is what /api answers, `groups` what /apis does. */
export interface ServerDiscovery {
    readonly core: readonly GroupDiscovery[];
    readonly groups: readonly GroupDiscovery[];
}

/** Source: KEP-3352, k8s.io/api/apidiscovery/v2 types.go. */
export function aggregatedDiscovery(items: readonly GroupDiscovery[]): object {
    return { kind: "APIGroupDiscoveryList", apiVersion: "apidiscovery.k8s.io/v2", metadata: {}, items };
}

/** `/api` as clients before Kubernetes 1.26 read it: metav1.APIVersions. */
export function coreVersions(discovery: ServerDiscovery): object {
    const versions = discovery.core.flatMap((group) => group.versions.map(({ version }) => version));
    return { kind: "APIVersions", versions, serverAddressByClientCIDRs: [] };
}

/** `/apis/GROUP`: metav1.APIGroup. */
export function apiGroup(group: GroupDiscovery): object {
    const name = group.metadata.name ?? "";
    const versions = group.versions.map(({ version }) => ({ groupVersion: `${name}/${version}`, version }));
    return { kind: "APIGroup", apiVersion: "v1", name, versions, preferredVersion: versions[0] };
}

/** `/apis`: metav1.APIGroupList. */
export function apiGroups(discovery: ServerDiscovery): object {
    return { kind: "APIGroupList", apiVersion: "v1", groups: discovery.groups.map(apiGroup) };
}

/** `/api/v1`, `/apis/GROUP/VERSION`: metav1.APIResourceList, subresources as `pods/log`. */
export function apiResources(group: string, version: VersionDiscovery): object {
    const resources = (version.resources ?? []).flatMap((resource) => {
        const namespaced = resource.scope === "Namespaced";
        const { responseKind, singularResource, verbs, shortNames, categories } = resource;
        return [
            {
                name: resource.resource,
                singularName: singularResource,
                namespaced,
                ...kindFields(responseKind),
                verbs,
                ...(shortNames ? { shortNames } : {}),
                ...(categories ? { categories } : {}),
            },
            ...(resource.subresources ?? []).map((sub) => ({
                name: `${resource.resource}/${sub.subresource}`,
                singularName: "",
                namespaced,
                ...kindFields(sub.responseKind),
                verbs: sub.verbs,
            })),
        ];
    });
    return { kind: "APIResourceList", apiVersion: "v1", groupVersion: groupVersion(group, version.version), resources };
}

/** `apps/v1`; `v1` for the core group. */
export function groupVersion(group: string, version: string): string {
    return group === "" ? version : `${group}/${version}`;
}

function kindFields(kind: ResourceDiscovery["responseKind"]): object {
    return {
        kind: kind?.kind ?? "",
        ...(kind?.group ? { group: kind.group } : {}),
        ...(kind?.version ? { version: kind.version } : {}),
    };
}
