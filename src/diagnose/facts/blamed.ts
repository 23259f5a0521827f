import type { ObjectRef } from "../../core/evidence-ref.ts";
import { type KubeObject, labels, refOf } from "./kube-object.ts";
import { type ObjectIndex, ownersOf } from "./object-index.ts";

/** Owners that are workloads a person wrote. What is above them (an operator's resource) made them and is not named. */
const WORKLOAD = /^(Deployment|StatefulSet|DaemonSet|ReplicaSet|ReplicationController|Job|CronJob|Rollout)$/;

/** The top-most workload that owns the object, whether it was collected or not; the object itself when there is none. */
export function blamedFor(objects: ObjectIndex, object: KubeObject): ObjectRef {
    const owner = ownersOf(object).find((each) => WORKLOAD.test(each.kind));
    if (owner === undefined) return object.ref;
    const found = objects.find(owner);
    if (found !== undefined) return blamedFor(objects, found);
    return owner.kind === "ReplicaSet" ? (deploymentOf(object, owner) ?? owner) : owner;
}

/** `web` of a pod whose ReplicaSet `web-7d4b9c` was not collected: the Deployment's name is what stands before its template hash. */
function deploymentOf(pod: KubeObject, replicaSet: ObjectRef): ObjectRef | undefined {
    const hash = labels(pod)["pod-template-hash"];
    if (hash === undefined || !replicaSet.name.endsWith(`-${hash}`)) return undefined;
    return refOf(replicaSet.cluster, "apps/v1", "Deployment", replicaSet.name.slice(0, -hash.length - 1), replicaSet.namespace);
}
