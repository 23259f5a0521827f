/** A resource under two names: what is stored once and served twice is collected once. */
interface SameObjects {
    readonly group: string;
    readonly resource: string;
    /** The group that is collected from, where it serves the resource. */
    readonly as: string;
    readonly because: string;
}

const SAME_OBJECTS: readonly SameObjects[] = [
    {
        group: "events.k8s.io",
        resource: "events",
        as: "",
        because: "one store for both; the core form has the fields that events are laid out by",
    },
    { group: "extensions", resource: "ingresses", as: "networking.k8s.io", because: "moved in 1.14, both served until 1.22" },
    {
        group: "extensions",
        resource: "networkpolicies",
        as: "networking.k8s.io",
        because: "moved in 1.7, both served until 1.16",
    },
    { group: "extensions", resource: "podsecuritypolicies", as: "policy", because: "moved in 1.10, both served until 1.16" },
    { group: "extensions", resource: "deployments", as: "apps", because: "moved in 1.6, both served until 1.16" },
    { group: "extensions", resource: "daemonsets", as: "apps", because: "moved in 1.8, both served until 1.16" },
    { group: "extensions", resource: "replicasets", as: "apps", because: "moved in 1.8, both served until 1.16" },
    { group: "extensions", resource: "replicationcontrollers", as: "", because: "only the scale subresource of the core ones" },
    {
        group: "authorization.openshift.io",
        resource: "roles",
        as: "rbac.authorization.k8s.io",
        because: "OpenShift's view of the same roles",
    },
    {
        group: "authorization.openshift.io",
        resource: "rolebindings",
        as: "rbac.authorization.k8s.io",
        because: "OpenShift's view of the same bindings",
    },
    {
        group: "authorization.openshift.io",
        resource: "clusterroles",
        as: "rbac.authorization.k8s.io",
        because: "OpenShift's view of the same roles",
    },
    {
        group: "authorization.openshift.io",
        resource: "clusterrolebindings",
        as: "rbac.authorization.k8s.io",
        because: "OpenShift's view of the same bindings",
    },
];

/** The group whose objects these are, where it is another one that also serves them. */
export function canonicalGroup(group: string, resource: string, serves: (group: string, resource: string) => boolean): string {
    const same = SAME_OBJECTS.find((entry) => entry.group === group && entry.resource === resource);
    return same !== undefined && serves(same.as, resource) ? same.as : group;
}
