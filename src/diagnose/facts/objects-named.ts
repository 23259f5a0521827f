import type { ObjectRef } from "../../core/evidence-ref.ts";
import type { Facts } from "./facts.ts";
import { objectKey, refOf } from "./kube-object.ts";

const API_VERSIONS: Readonly<Record<string, string>> = {
    Deployment: "apps/v1",
    StatefulSet: "apps/v1",
    DaemonSet: "apps/v1",
    ReplicaSet: "apps/v1",
    Job: "batch/v1",
    CronJob: "batch/v1",
    HelmRelease: "helm.toolkit.fluxcd.io/v2",
    Kustomization: "kustomize.toolkit.fluxcd.io/v1",
    GitRepository: "source.toolkit.fluxcd.io/v1",
    OCIRepository: "source.toolkit.fluxcd.io/v1",
    HelmRepository: "source.toolkit.fluxcd.io/v1",
    HelmChart: "source.toolkit.fluxcd.io/v1",
    Ingress: "networking.k8s.io/v1",
};

/** `Deployment/msp/web status: 'InProgress'`, `Deployment/msp/web dry-run failed`, `resource Job/msp/seed not ready`. */
const SLASHED = /\b([A-Z][A-Za-z]+)\/(?:([a-z0-9][a-z0-9.-]*)\/)?([a-z0-9][a-z0-9.:-]*[a-z0-9])/g;
/** `Deployment 'msp/web'`, `Deployment is not ready: msp/web`. */
const QUOTED = /\b([A-Z][A-Za-z]+)(?: is not ready:)? '?([a-z0-9][a-z0-9.-]*)\/([a-z0-9][a-z0-9.-]*[a-z0-9])/g;

/** The objects that a controller's message names, in the order named. Source: fluxcd/pkg/ssa FmtObjMetadata; helm pkg/kube/ready.go. */
export function objectsNamed(facts: Facts, message: string): readonly ObjectRef[] {
    const found = [...message.matchAll(SLASHED), ...message.matchAll(QUOTED)].flatMap(([, kind, namespace, name]) => {
        const ref = kind === undefined || name === undefined ? undefined : objectNamed(facts, kind, name, namespace);
        return ref === undefined ? [] : [ref];
    });
    return [...new Map(found.map((ref) => [objectKey(ref), ref])).values()];
}

/** The ref of a kind and a name without its group: as collected, else in the group such a kind usually has. */
export function objectNamed(facts: Facts, kind: string, name: string, namespace?: string): ObjectRef | undefined {
    const there = facts.get(kind, name, namespace);
    if (there !== undefined) return there.ref;
    const apiVersion =
        API_VERSIONS[kind] ??
        (/^(Secret|ConfigMap|Service|ServiceAccount|PersistentVolumeClaim|Pod|Namespace)$/.test(kind) ? "v1" : undefined);
    return apiVersion === undefined ? undefined : refOf(facts.cluster, apiVersion, kind, name, namespace);
}
