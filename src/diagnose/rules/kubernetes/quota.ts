import type { ObjectRef } from "../../../core/evidence-ref.ts";
import type { Facts } from "../../facts/facts.ts";
import { number, strings } from "../../facts/fields.ts";
import { condition, type KubeObject, named, objectKey, refOf } from "../../facts/kube-object.ts";
import { brief, latestEvent } from "../../latest-event.ts";
import type { EvidencePointer, Finding, Rule } from "../../rule.ts";
import { showsCondition, showsEvent, showsField } from "../../showing.ts";

/** Quotas that keep workloads from getting their pods. */
export const quota: Rule = {
    id: "kubernetes.quota",
    layer: "kubernetes",
    title: "ResourceQuota is used up",
    means: "The namespace may not have more of the resource, so the API server refuses new pods. Nothing is Pending: the pods do not even exist.",
    fix: "Raise the quota, lower the requests, or remove what is not needed. A quota on requests or limits makes every container state them (or a LimitRange give defaults).",
    source: "https://kubernetes.io/docs/concepts/policy/resource-quotas/",
    variants: {
        unstated: {
            title: "ResourceQuota wants requests and limits that are not stated",
            means: "The quota counts a resource that the pod's containers do not ask for, so it cannot be admitted.",
            fix: "State resources in the workload, or add a LimitRange with defaults.",
        },
    },
    reads: ["ReplicaSet.apps", "StatefulSet.apps", "Job.batch"],
    mayRead: ["Deployment.apps", "DaemonSet.apps", "events", "ResourceQuota"],
    check: exhaustedQuotas,
};

const MAKERS = ["Deployment.apps", "ReplicaSet.apps", "StatefulSet.apps", "DaemonSet.apps", "Job.batch"];

function* exhaustedQuotas(facts: Facts): Iterable<Finding> {
    const refusals = MAKERS.flatMap((kind) => facts.all(kind))
        .filter(isShort)
        .flatMap((maker) => refusalOf(facts, maker) ?? []);
    for (const [first, ...rest] of Map.groupBy(refusals, (each) => objectKey(each.quota)).values()) {
        if (first === undefined) continue;
        const workloads = [...new Set([first, ...rest].map((each) => named(each.workload)))];
        const object = facts.find(first.quota);
        const verb = first.unstated ? "wants limits that are not stated" : "is used up";
        yield {
            ...(first.unstated ? { variant: "unstated" } : {}),
            severity: "critical",
            role: "cause",
            subject: first.quota,
            says: `${named(first.quota)} ${verb}, so ${workloads.join(", ")} ${workloads.length === 1 ? "gets" : "get"} no pods: ${first.words}`,
            hint: `kubectl -n ${first.quota.namespace} describe resourcequota ${first.quota.name}; raise it or lower the requests`,
            evidence: [first.evidence, ...(object === undefined ? [] : [showsField(object, "/status/used", usage(object))])],
            since: first.since,
        };
    }
}

interface Refusal {
    readonly quota: ObjectRef;
    readonly workload: ObjectRef;
    readonly unstated: boolean;
    readonly words: string;
    readonly evidence: EvidencePointer;
    readonly since: string;
}

function refusalOf(facts: Facts, maker: KubeObject): Refusal | undefined {
    const failure = condition(maker, "ReplicaFailure");
    const event = failure?.status === "True" ? undefined : latestEvent(facts, maker.ref, /^FailedCreate/);
    const message = failure?.status === "True" ? failure.message : (event?.message ?? "");
    const match = /(exceeded|failed) quota: ([\w.-]+)[,:] (.*)/.exec(message);
    if (match === null) return undefined;
    const [, how, name = "", words = ""] = match;
    return {
        quota: refOf(facts.cluster, "v1", "ResourceQuota", name, maker.ref.namespace),
        workload: facts.blamed(maker),
        unstated: how === "failed",
        words: brief(words),
        evidence:
            event === undefined && failure !== undefined
                ? showsCondition(maker, failure)
                : event === undefined
                  ? showsField(maker, "/status", message)
                  : showsEvent(event),
        since: failure?.since ?? "",
    };
}

/** Fewer pods than wanted: a refusal that was overcome is no trouble. */
function isShort(maker: KubeObject): boolean {
    const { body, ref } = maker;
    if (ref.kind === "DaemonSet")
        return (number(body, "status", "currentNumberScheduled") ?? 0) < (number(body, "status", "desiredNumberScheduled") ?? 0);
    if (ref.kind === "Job") return (number(body, "status", "active") ?? 0) + (number(body, "status", "succeeded") ?? 0) === 0;
    return (number(body, "status", "replicas") ?? 0) < (number(body, "spec", "replicas") ?? 1);
}

function usage(object: KubeObject): string {
    const hard = strings(object.body, "status", "hard");
    return Object.entries(strings(object.body, "status", "used"))
        .map(([resource, used]) => `${resource}: ${used} of ${hard[resource] ?? "?"}`)
        .join(", ");
}
