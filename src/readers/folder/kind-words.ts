/** Kinds by the plural, lower-case word that the API server, kubectl and other tools' files use for them. */
const KINDS: readonly string[] = (
    "Pod Service Endpoints Secret ConfigMap Node Namespace Event PersistentVolume PersistentVolumeClaim ServiceAccount ResourceQuota " +
    "LimitRange ReplicationController Deployment ReplicaSet StatefulSet DaemonSet ControllerRevision Job CronJob NetworkPolicy Ingress IngressClass " +
    "EndpointSlice StorageClass VolumeAttachment CSIDriver CSINode CSIStorageCapacity VolumeSnapshot VolumeSnapshotClass VolumeSnapshotContent " +
    "Role RoleBinding ClusterRole ClusterRoleBinding PodDisruptionBudget HorizontalPodAutoscaler Lease CustomResourceDefinition APIService " +
    "ValidatingWebhookConfiguration MutatingWebhookConfiguration CertificateSigningRequest PriorityClass RuntimeClass Certificate Issuer ClusterIssuer " +
    "HelmRelease HelmRepository HelmChart GitRepository OCIRepository Bucket Kustomization ImageRepository ImagePolicy ImageUpdateAutomation " +
    "Application Cluster Machine MachineDeployment SveltosCluster ClusterProfile ClusterSummary"
).split(" ");

const BY_WORD: ReadonlyMap<string, string> = new Map(
    KINDS.flatMap((kind) => [kind.toLowerCase(), plural(kind)].map((word): [string, string] => [word, kind])),
);

const SHORT: Readonly<Record<string, string>> = {
    po: "Pod",
    svc: "Service",
    cm: "ConfigMap",
    no: "Node",
    ns: "Namespace",
    pv: "PersistentVolume",
    pvc: "PersistentVolumeClaim",
    sa: "ServiceAccount",
    deploy: "Deployment",
    rs: "ReplicaSet",
    sts: "StatefulSet",
    ds: "DaemonSet",
    sc: "StorageClass",
    ing: "Ingress",
    crd: "CustomResourceDefinition",
    hpa: "HorizontalPodAutoscaler",
    pdb: "PodDisruptionBudget",
    hr: "HelmRelease",
    ks: "Kustomization",
    pvs: "PersistentVolume",
    pvcs: "PersistentVolumeClaim",
    crds: "CustomResourceDefinition",
};

/** `Pod` of `pods`, `pod`, `po` or `Pods`; undefined for a word that is no kind we know. */
export function kindOfWord(word: string): string | undefined {
    const lower = word.toLowerCase();
    return BY_WORD.get(lower) ?? BY_WORD.get(lower.replaceAll(/[-_]/g, "")) ?? SHORT[lower];
}

function plural(kind: string): string {
    const word = kind.toLowerCase();
    if (/(s|ss|x|ch)$/.test(word) && word !== "endpoints") return `${word}es`;
    return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : word === "endpoints" ? word : `${word}s`;
}
