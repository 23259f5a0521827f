/** Kinds that make pods, with their group. */
export const WORKLOADS: readonly string[] = [
    "Deployment.apps",
    "StatefulSet.apps",
    "DaemonSet.apps",
    "ReplicaSet.apps",
    "ReplicationController",
    "Job.batch",
    "CronJob.batch",
];

/** Namespaces of the cluster's own parts: DNS, network, storage, certificates, metrics. */
export const CLUSTER_NAMESPACES =
    /^(kube-.*|.*-system|default-http-backend|cert-manager|ingress.*|.*csi.*|.*storage.*|rook-ceph|longhorn.*|openebs|calico.*|tigera.*|cilium.*|metallb.*|traefik|monitoring-system|gpu-operator|node-feature-discovery|kyverno|gatekeeper.*|external-dns|external-secrets|velero|istio-.*|linkerd.*)$/;

/** Namespaces of what brings software into clusters. */
export const GITOPS_NAMESPACES =
    /^(flux-system|flux|argocd|argo-cd|openshift-gitops|projectsveltos|fleet-.*|cattle-fleet.*|capi-.*|cap[a-z]{1,3}-system|caaph-system)$/;

/** Namespaces that end in -system and yet hold an application's own objects. */
export const APPLICATION_NAMESPACES = /^(alga-.*|appliance-.*|msp)$/;
