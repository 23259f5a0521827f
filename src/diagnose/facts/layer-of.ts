import { groupOf } from "../../core/scope.ts";
import type { Layer } from "../layer.ts";
import { APPLICATION_NAMESPACES, CLUSTER_NAMESPACES, GITOPS_NAMESPACES } from "./workload-kinds.ts";

const GITOPS_GROUPS =
    /(^|\.)(toolkit\.fluxcd\.io|argoproj\.io|projectsveltos\.io|cluster\.x-k8s\.io|fleet\.cattle\.io|fluxcd\.controlplane\.io)$/;
const CLUSTER_GROUPS =
    /^(storage\.k8s\.io|snapshot\.storage\.k8s\.io|apiregistration\.k8s\.io|admissionregistration\.k8s\.io|certificates\.k8s\.io|cert-manager\.io|acme\.cert-manager\.io|rbac\.authorization\.k8s\.io|apiextensions\.k8s\.io)$/;

/** Which of the four layers an object belongs to, by what it is and, for workloads and their config, by where it lives. */
export function layerOf(ref: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly namespace?: string | undefined;
}): Layer {
    const group = groupOf(ref.apiVersion);
    if (group === "talos.dev" || group.endsWith(".talos.dev")) return "talos";
    if (GITOPS_GROUPS.test(group)) return "gitops";
    if (ref.namespace === undefined || CLUSTER_GROUPS.test(group) || ref.kind === "PersistentVolumeClaim") return "kubernetes";
    if (APPLICATION_NAMESPACES.test(ref.namespace)) return "application";
    if (GITOPS_NAMESPACES.test(ref.namespace)) return "gitops";
    return CLUSTER_NAMESPACES.test(ref.namespace) ? "kubernetes" : "application";
}
