import type { ObjectRef } from "../../../core/evidence-ref.ts";
import type { Facts } from "../../facts/facts.ts";
import { number } from "../../facts/fields.ts";
import { condition, type KubeObject, named, objectKey, refOf } from "../../facts/kube-object.ts";
import { webhooksCalled } from "../../facts/webhooks-called.ts";
import { brief, latestEvent, sinceEvent } from "../../latest-event.ts";
import type { Cause, Explanation, Finding, Layer, Role, Rule } from "../../rule.ts";
import { because, showsCondition, showsEvent } from "../../showing.ts";

interface Refusal {
    readonly variant: string;
    readonly role: Role;
    readonly layer?: Layer;
    readonly pattern: RegExp;
    readonly explanation: Explanation;
}

const REFUSALS: readonly Refusal[] = [
    {
        variant: "service-account",
        role: "cause",
        pattern: /serviceaccount "([^"]+)" not found|error looking up service account \S+\/([\w.-]+)/i,
        explanation: {
            title: "ServiceAccount does not exist",
            means: "The pod template names a ServiceAccount that is not in the namespace, so no pod is made.",
            fix: "Create the ServiceAccount, or correct serviceAccountName.",
        },
    },
    {
        variant: "quota",
        role: "failure",
        layer: "kubernetes",
        pattern: /exceeded quota: ([\w.-]+)|failed quota: ([\w.-]+)/i,
        explanation: {
            title: "ResourceQuota is used up",
            means: "One more pod would exceed the namespace's quota, so no pod is made.",
            fix: "Raise the ResourceQuota, lower the requests, or delete what is not needed.",
        },
    },
    {
        variant: "limit-range",
        role: "failure",
        layer: "kubernetes",
        pattern: /(?:minimum|maximum) (?:cpu|memory|\S+) usage per (?:Container|Pod)|must be less than or equal to .* limit/i,
        explanation: {
            title: "LimitRange refuses the pod",
            means: "The requests or limits are outside what the namespace's LimitRange allows.",
            fix: "Change the requests and limits, or the LimitRange.",
        },
    },
    {
        variant: "pod-security",
        role: "cause",
        layer: "kubernetes",
        pattern: /violates PodSecurity|unable to validate against any security context constraint/i,
        explanation: {
            title: "Pod Security refuses the pod",
            means: "The namespace enforces a Pod Security Standard that the pod template does not meet.",
            fix: "Set the security context that the message names, or the namespace's label pod-security.kubernetes.io/enforce.",
        },
    },
    {
        variant: "webhook",
        role: "failure",
        layer: "kubernetes",
        pattern: /failed calling webhook "([^"]+)"/i,
        explanation: {
            title: "Admission webhook does not answer",
            means: "The API server asks a webhook before it makes the pod, and the webhook cannot be reached.",
            fix: "Mend the Service and the pods behind the webhook.",
        },
    },
    {
        variant: "denied",
        role: "cause",
        layer: "kubernetes",
        pattern: /admission webhook "([^"]+)" denied/i,
        explanation: {
            title: "Admission webhook denies the pod",
            means: "A policy of the cluster does not allow the pod as it is.",
            fix: "Change the pod template as the policy's message asks, or the policy.",
        },
    },
    {
        variant: "etcd",
        role: "symptom",
        layer: "kubernetes",
        pattern: /etcdserver: /,
        explanation: {
            title: "etcd does not take the pod",
            means: "The API server would make the pod, and its database refuses or does not answer.",
            fix: "Mend etcd: its members, its disk, its space alarm.",
        },
    },
    {
        variant: "priority-class",
        role: "cause",
        pattern: /no PriorityClass with name (\S+) was found/i,
        explanation: {
            title: "PriorityClass does not exist",
            means: "The pod template names a PriorityClass that is not in the cluster.",
            fix: "Create the PriorityClass, or correct priorityClassName.",
        },
    },
];

/** Workloads whose pods the API server refuses to make. */
export const createRefused: Rule = {
    id: "application.create-refused",
    layer: "application",
    title: "Pods are not made",
    means: "The controller wants to make pods and the API server refuses: there is no pod to look at, only this message.",
    fix: "Do what the message asks for.",
    source: "https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/controller_utils.go (FailedCreate)",
    variants: Object.fromEntries(REFUSALS.map((each) => [each.variant, each.explanation])),
    reads: ["ReplicaSet.apps", "Deployment.apps", "StatefulSet.apps", "events"],
    mayRead: [
        "Job.batch",
        "DaemonSet.apps",
        "Pod",
        "ResourceQuota",
        "LimitRange",
        "ServiceAccount",
        "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
        "MutatingWebhookConfiguration.admissionregistration.k8s.io",
        "PriorityClass.scheduling.k8s.io",
    ],
    check: refusedWorkloads,
};

const MAKERS = ["ReplicaSet.apps", "StatefulSet.apps", "DaemonSet.apps", "Job.batch"];

function* refusedWorkloads(facts: Facts): Iterable<Finding> {
    const told = new Set<string>();
    for (const maker of MAKERS.flatMap((kind) => facts.all(kind))) {
        if (!isShort(maker)) continue;
        const failure = condition(maker, "ReplicaFailure");
        const event = latestEvent(facts, maker.ref, /^FailedCreate\b/);
        const message = failure?.status === "True" ? failure.message : event?.message;
        const subject = facts.blamed(maker);
        if (message === undefined || told.has(objectKey(subject))) continue;
        told.add(objectKey(subject));
        const evidence = failure?.status === "True" ? [showsCondition(maker, failure)] : event ? [showsEvent(event)] : [];
        yield { evidence, ...sinceEvent(event), ...refusalOf(facts, subject, message) };
    }
}

/** It has fewer pods than it wants. Of a ReplicaSet replaced by a newer one nothing is wanted. */
function isShort({ ref, body }: KubeObject): boolean {
    const wanted =
        ref.kind === "DaemonSet"
            ? number(body, "status", "desiredNumberScheduled")
            : number(body, "spec", ref.kind === "Job" ? "parallelism" : "replicas");
    const has =
        ref.kind === "DaemonSet"
            ? number(body, "status", "currentNumberScheduled")
            : number(body, "status", ref.kind === "Job" ? "active" : "replicas");
    const ended = (number(body, "status", "succeeded") ?? 0) > 0;
    return !ended && (has ?? 0) < (wanted ?? 1);
}

function refusalOf(facts: Facts, workload: ObjectRef, message: string): Omit<Finding, "evidence"> {
    const found = REFUSALS.find((each) => each.pattern.test(message));
    const match = found?.pattern.exec(message);
    const name = match?.[1] ?? match?.[2] ?? "";
    const layer = found?.layer ?? facts.layerOf(workload);
    const base = {
        severity: "critical",
        role: found?.role ?? "failure",
        layer,
        ...(found ? { variant: found.variant } : {}),
    } as const;
    const described = `kubectl -n ${workload.namespace} describe ${workload.kind.toLowerCase()} ${workload.name}`;
    if (found?.variant === "service-account")
        return {
            ...base,
            subject: refOf(facts.cluster, "v1", "ServiceAccount", name, workload.namespace),
            says: `ServiceAccount ${workload.namespace}/${name} does not exist, so no pods of ${named(workload)} are made`,
            hint: `kubectl -n ${workload.namespace} create serviceaccount ${name}, or correct serviceAccountName of ${named(workload)}`,
            dueTo: facts
                .makersOf(refOf(facts.cluster, "v1", "ServiceAccount", name, workload.namespace))
                .map((each) => because("manages", each.ref, ["gitops"])),
        };
    return {
        ...base,
        subject: workload,
        says: `${named(workload)}: its pods are refused: ${brief(reasonIn(message))}`,
        hint: `${described}; ${found?.explanation.fix ?? "do what the message asks for"}`,
        dueTo: found === undefined ? [] : dueTo(facts, found.variant, name, message, workload),
    };
}

function reasonIn(message: string): string {
    return message.replace(/^Error creating: /, "").replace(/^pods "[^"]*" is forbidden: /, "");
}

function dueTo(facts: Facts, variant: string, name: string, message: string, workload: ObjectRef): readonly Cause[] {
    if (variant === "quota")
        return [because("limited-by", refOf(facts.cluster, "v1", "ResourceQuota", name, workload.namespace))];
    if (variant === "limit-range")
        return facts
            .all("LimitRange")
            .filter((each) => each.ref.namespace === workload.namespace)
            .map((each) => because("limited-by", each.ref));
    if (variant === "etcd")
        return facts.pods
            .filter((pod) => pod.namespace === "kube-system" && /^etcd-/.test(pod.name))
            .map((pod) => because("served-by", pod.ref));
    return variant === "webhook" ? webhooksCalled(facts, message) : [];
}
