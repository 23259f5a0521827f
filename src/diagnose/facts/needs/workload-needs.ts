import type { ObjectRef } from "../../../core/evidence-ref.ts";
import type { Cause } from "../../cause.ts";
import type { Facts } from "../facts.ts";
import { fields, list, strings, text } from "../fields.ts";
import { type KubeObject, namespaceOf, refOf } from "../kube-object.ts";
import type { PodFact, Reference } from "../pod-fact.ts";
import { matchesMap } from "../selector.ts";
import { WORKLOADS } from "../workload-kinds.ts";

/** A pod needs its node, its volumes, what it refers to, and its account. */
export function podNeeds(facts: Facts, pod: PodFact): readonly Cause[] {
    const node: readonly Cause[] =
        pod.node === "" ? [] : [{ relation: "runs-on", ref: refOf(facts.cluster, "v1", "Node", pod.node) }];
    return [...node, ...pod.references.map((reference) => referenceCause(facts, pod.namespace, reference))];
}

/** What a reference of a pod means as a relation. */
export function referenceCause(facts: Facts, namespace: string, reference: Reference): Cause {
    const relation = (
        { PersistentVolumeClaim: "mounts", Secret: "reads-secret", ConfigMap: "reads-config", ServiceAccount: "runs-as" } as const
    )[reference.kind];
    return { relation, ref: refOf(facts.cluster, "v1", reference.kind, reference.name, namespace) };
}

/** A workload needs those of its pods that are not well, what it owns, the claims made from its templates, and its account. */
export function workloadNeeds(facts: Facts, workload: KubeObject): readonly Cause[] {
    const pods = facts.podsOf(workload.ref).filter((pod) => !pod.ready && !pod.done);
    const owned = facts.ownedBy(workload.ref).filter((each) => each.ref.kind !== "Pod");
    const account = text(templateOf(workload), "spec", "serviceAccountName");
    return [
        ...[...pods, ...owned, ...claimsOf(facts, workload)].map((each): Cause => ({ relation: "owns", ref: each.ref })),
        ...(account
            ? [
                  {
                      relation: "runs-as" as const,
                      ref: refOf(facts.cluster, "v1", "ServiceAccount", account, workload.ref.namespace),
                  },
              ]
            : []),
    ];
}

/** `data-db-0` of the template `data` of StatefulSet `db`. */
function claimsOf(facts: Facts, workload: KubeObject): readonly KubeObject[] {
    if (workload.ref.kind !== "StatefulSet") return [];
    const prefixes = list(workload.body, "spec", "volumeClaimTemplates").map(
        (template) => `${text(template, "metadata", "name")}-${workload.ref.name}-`,
    );
    return facts
        .all("PersistentVolumeClaim")
        .filter(
            (claim) =>
                claim.ref.namespace === workload.ref.namespace && prefixes.some((prefix) => claim.ref.name.startsWith(prefix)),
        );
}

/** A Service needs the pods behind it; where there are none, the workloads that would make them. */
export function serviceNeeds(facts: Facts, service: KubeObject): readonly Cause[] {
    const pods = facts.podsOf(service.ref);
    const unwell = pods.filter((pod) => !pod.ready && !pod.done).map((pod) => pod.ref);
    const proxies = facts.all("DaemonSet.apps").filter((each) => each.ref.name.startsWith("kube-proxy"));
    return [
        ...[...unwell, ...workloadsBehind(facts, service)].map((ref): Cause => ({ relation: "endpoint-of", ref })),
        ...proxies.map((each): Cause => ({ relation: "served-by", ref: each.ref })),
    ];
}

/** The workloads whose pods a Service selects, by their templates. */
export function workloadsBehind(facts: Facts, service: KubeObject): readonly ObjectRef[] {
    const selector = strings(service.body, "spec", "selector");
    return WORKLOADS.flatMap((kind) => facts.all(kind))
        .filter((workload) => namespaceOf(workload) === namespaceOf(service))
        .filter((workload) => workload.ref.kind !== "ReplicaSet" || facts.ownerOf(workload) === undefined)
        .filter((workload) => matchesMap(selector, strings(templateOf(workload), "metadata", "labels")))
        .map((workload) => workload.ref);
}

/** The pod template of any workload. */
export function templateOf(workload: KubeObject): unknown {
    const job = workload.ref.kind === "CronJob" ? fields(workload.body, "spec", "jobTemplate") : workload.body;
    return fields(job, "spec", "template");
}
