const KINDS: Readonly<Record<string, readonly string[]>> = {
    "": [
        "ConfigMap",
        "Endpoints",
        "LimitRange",
        "Namespace",
        "Node",
        "PersistentVolume",
        "PersistentVolumeClaim",
        "Pod",
        "ReplicationController",
        "ResourceQuota",
        "Secret",
        "ServiceAccount",
    ],
    apps: ["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"],
    batch: ["CronJob"],
    "storage.k8s.io": ["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"],
    "kustomize.toolkit.fluxcd.io": ["Kustomization"],
    "helm.toolkit.fluxcd.io": ["HelmRelease"],
};

const GROUPS: ReadonlyMap<string, string> = new Map(
    Object.entries(KINDS).flatMap(([group, kinds]) => kinds.map((kind) => [kind, group] as const)),
);

/**
 * The group of a kind that is written without one, where only one group has it: an extension that does not answer, such as metrics.k8s.io,
 * takes none of these away. Undefined for the others (Service, Job, Ingress, …): any group may be meant.
 */
export function groupOfKind(kind: string): string | undefined {
    return GROUPS.get(kind);
}
