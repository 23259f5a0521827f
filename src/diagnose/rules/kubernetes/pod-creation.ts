import type { ObjectRef } from "../../../core/evidence-ref.ts";
import type { Facts } from "../../facts/facts.ts";
import { number, text } from "../../facts/fields.ts";
import { condition, type KubeObject, named, namespaceOf, refOf } from "../../facts/kube-object.ts";
import { brief, latestEvent, sinceEvent } from "../../latest-event.ts";
import type { EvidencePointer, Finding, Rule } from "../../rule.ts";
import { because, showsCondition, showsEvent, showsField } from "../../showing.ts";

/** Workloads whose pods the API server does not let them make. */
export const podCreation: Rule = {
    id: "kubernetes.pod-creation",
    layer: "kubernetes",
    title: "Pods cannot be created",
    means: "The controller asks for pods and the API server refuses, so there are fewer pods than wanted, and none that could say why.",
    fix: "The refusal names who refuses: a quota, a limit range, a policy, a webhook, a missing account.",
    source: "https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/controller_utils.go",
    variants: {
        quota: {
            title: "A ResourceQuota is used up",
            means: "The namespace may not have more of the resource; new pods are refused.",
            fix: "Raise the quota, lower the requests, or remove what is not needed. A quota on requests or limits makes every container state them.",
        },
        "limit-range": {
            title: "A LimitRange refuses the pod",
            means: "A container asks for more or less than the LimitRange of the namespace allows.",
            fix: "Correct the requests and limits, or the LimitRange.",
        },
        "pod-security": {
            title: "Pod Security Admission refuses the pod",
            means: "The namespace enforces a Pod Security Standard that the pod does not meet.",
            fix: "Correct the securityContext, or the label pod-security.kubernetes.io/enforce of the namespace.",
        },
        webhook: {
            title: "An admission webhook refuses or does not answer",
            means: "The API server must ask a webhook before it creates the pod, and the webhook denies it or cannot be called.",
            fix: "Mend the webhook's Service, or its configuration.",
        },
        "service-account": {
            title: "The ServiceAccount does not exist",
            means: "The workload's pods run as an account that is not in the namespace.",
            fix: "Create the ServiceAccount or correct serviceAccountName.",
        },
        class: {
            title: "A class the pod names does not exist",
            means: "The PriorityClass or RuntimeClass of the pod is not in the cluster.",
            fix: "Create it or correct the name.",
        },
        forbidden: {
            title: "The controller may not create the pod",
            means: "RBAC or a security policy forbids it.",
            fix: "Give the account the permission.",
        },
    },
    reads: ["ReplicaSet.apps", "StatefulSet.apps", "DaemonSet.apps", "Job.batch"],
    mayRead: ["Deployment.apps", "events", "ResourceQuota", "LimitRange", "Namespace", "ServiceAccount"],
    check: refusedPods,
};

function* refusedPods(facts: Facts): Iterable<Finding> {
    const seen = new Set<string>();
    const makers = ["Deployment.apps", "ReplicaSet.apps", "StatefulSet.apps", "DaemonSet.apps", "Job.batch"]
        .flatMap((kind) => facts.all(kind))
        .filter(isShort);
    for (const maker of makers) {
        const refusal = refusalOf(facts, maker);
        if (refusal === undefined) continue;
        const found = classify(facts, maker, refusal.message);
        const key = `${found.subject.kind}/${found.subject.namespace}/${found.subject.name}/${found.variant}`;
        if (seen.has(key)) continue;
        seen.add(key);
        yield {
            severity: "critical",
            evidence: [refusal.evidence, ...(found.more ?? [])],
            since: refusal.since,
            ...without(found),
        };
    }
}

/** Fewer pods than wanted: a refusal in the past is no trouble. */
function isShort(maker: KubeObject): boolean {
    const { body } = maker;
    if (maker.ref.kind === "DaemonSet")
        return (
            (number(body, "status", "currentNumberScheduled") ?? 0) < (number(body, "status", "desiredNumberScheduled") ?? 0) ||
            (number(body, "status", "numberReady") ?? 0) < (number(body, "status", "desiredNumberScheduled") ?? 0)
        );
    if (maker.ref.kind === "Job")
        return (number(body, "status", "active") ?? 0) + (number(body, "status", "succeeded") ?? 0) === 0;
    return (
        (number(body, "status", "replicas") ?? 0) < (number(body, "spec", "replicas") ?? 1) ||
        condition(maker, "ReplicaFailure")?.status === "True"
    );
}

function refusalOf(facts: Facts, maker: KubeObject): { message: string; evidence: EvidencePointer; since: string } | undefined {
    const failure = condition(maker, "ReplicaFailure");
    if (failure?.status === "True")
        return { message: failure.message, evidence: showsCondition(maker, failure), since: failure.since };
    const event = latestEvent(facts, maker.ref, /^FailedCreate/);
    return event === undefined
        ? undefined
        : { message: event.message, evidence: showsEvent(event), since: sinceEvent(event).since ?? "" };
}

type Found = Pick<Finding, "variant" | "role" | "subject" | "says" | "hint" | "dueTo" | "confidence"> & {
    readonly more?: readonly EvidencePointer[];
};

function without({ more: _more, ...found }: Found): Omit<Found, "more"> {
    return found;
}

function classify(facts: Facts, maker: KubeObject, message: string): Found {
    const workload = facts.blamed(maker);
    const namespace = namespaceOf(maker);
    const refused = `${named(workload)} gets no pods`;
    const quota = /exceeded quota: ([\w.-]+), (.*)/.exec(message) ?? /failed quota: ([\w.-]+): (.*)/.exec(message);
    if (quota)
        return quotaFound(
            facts,
            refOf(facts.cluster, "v1", "ResourceQuota", quota[1] ?? "", namespace),
            brief(quota[2] ?? ""),
            refused,
        );
    if (
        /(maximum|minimum) .* usage per|is not within|must be less than or equal to \w+ limit|max limit to request ratio/i.test(
            message,
        )
    )
        return limitFound(facts, workload, namespace, message, refused);
    const security = /violates PodSecurity "([^"]+)"(?:: ([^\n]*))?/.exec(message);
    if (security)
        return {
            variant: "pod-security",
            role: "cause",
            subject: workload,
            says: `${refused}: they violate Pod Security ${security[1]} of namespace ${namespace}: ${brief(security[2] ?? "")}`,
            hint: `correct the securityContext of ${named(workload)}, or: kubectl label namespace ${namespace} pod-security.kubernetes.io/enforce=privileged --overwrite`,
        };
    const account = /serviceaccount "([^"]+)" not found/i.exec(message)?.[1];
    if (account)
        return absentFound(
            facts,
            "service-account",
            refOf(facts.cluster, "v1", "ServiceAccount", account, namespace),
            refused,
            workload,
        );
    const priority = /no PriorityClass with name "?([\w.-]+)"? was found/.exec(message)?.[1];
    if (priority)
        return absentFound(
            facts,
            "class",
            refOf(facts.cluster, "scheduling.k8s.io/v1", "PriorityClass", priority),
            refused,
            workload,
        );
    const runtime = /RuntimeClass "?([\w.-]+)"? not found/i.exec(message)?.[1];
    if (runtime)
        return absentFound(facts, "class", refOf(facts.cluster, "node.k8s.io/v1", "RuntimeClass", runtime), refused, workload);
    const webhook = /(?:calling|admission) webhook "([^"]+)"/.exec(message)?.[1];
    if (webhook) return webhookFound(facts, workload, webhook, message, refused);
    const forbidden = /forbidden/i.test(message);
    return {
        ...(forbidden ? { variant: "forbidden" } : {}),
        role: "failure",
        subject: workload,
        says: `${refused}: ${brief(message)}`,
        hint: `kubectl -n ${namespace} describe ${maker.ref.kind.toLowerCase()} ${maker.ref.name}`,
    };
}

function quotaFound(facts: Facts, quota: ObjectRef, words: string, refused: string): Found {
    const object = facts.find(quota);
    return {
        variant: "quota",
        role: "cause",
        subject: quota,
        says: `${named(quota)} is used up, so ${refused}: ${words}`,
        hint: `kubectl -n ${quota.namespace} describe resourcequota ${quota.name}; raise it or lower the requests`,
        more: object === undefined ? [] : [showsField(object, "/status/used", JSON.stringify(object.body.status))],
    };
}

function limitFound(facts: Facts, workload: ObjectRef, namespace: string, message: string, refused: string): Found {
    const range = facts.all("LimitRange").find((each) => each.ref.namespace === namespace);
    const words = brief(message.replace(/^.*?is forbidden: /, "").replace(/^Error creating: /, ""));
    return {
        variant: "limit-range",
        role: "cause",
        subject: workload,
        says: `${refused}: ${range === undefined ? "the LimitRange" : named(range.ref)} refuses them: ${words}`,
        hint: `kubectl -n ${namespace} get limitrange -o yaml; correct resources of ${named(workload)}`,
        more: range === undefined ? [] : [showsField(range, "/spec/limits", JSON.stringify(range.body.spec))],
    };
}

function absentFound(facts: Facts, variant: string, missing: ObjectRef, refused: string, workload: ObjectRef): Found {
    return {
        variant,
        role: "cause",
        subject: missing,
        says: `${named(missing)} does not exist, so ${refused}`,
        hint: `create ${named(missing)}, or correct its name in ${named(workload)}`,
        dueTo: facts.needs(missing),
    };
}

function webhookFound(facts: Facts, workload: ObjectRef, webhook: string, message: string, refused: string): Found {
    const configurations = ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"].flatMap((kind) => facts.all(kind));
    const calls = configurations.filter((each) => JSON.stringify(each.body.webhooks)?.includes(`"${webhook}"`));
    const denied = /denied the request:? ?([\s\S]*)/.exec(message)?.[1];
    const kind = text(calls[0]?.body, "kind") ?? "webhook";
    return {
        variant: "webhook",
        role: denied === undefined ? "symptom" : "cause",
        confidence: denied === undefined ? 0.6 : 0.85,
        subject: workload,
        says:
            denied === undefined
                ? `${refused}: ${brief(message.replace(/^Error creating: (Internal error occurred: )?/, ""))}`
                : `${refused}: webhook ${webhook} denies them: ${brief(denied)}`,
        hint: `kubectl get ${kind.toLowerCase()} ${calls[0]?.ref.name ?? ""} -o yaml`,
        dueTo: calls.map((each) => because("calls-webhook", each.ref)),
    };
}
