import type { Facts } from "../../facts/facts.ts";
import { flag, number } from "../../facts/fields.ts";
import { condition, type KubeObject, named } from "../../facts/kube-object.ts";
import type { PodFact } from "../../facts/pod-fact.ts";
import { brief } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsCondition, showsField } from "../../showing.ts";

/** A rollout younger than this is under way. */
const GRACE_MS = 5 * 60_000;

/** Workloads that have fewer ready pods than they should: what is wrong is said of their pods, this says what follows. */
export const rollout: Rule = {
    id: "application.rollout",
    layer: "application",
    title: "Workload has fewer ready pods than it should",
    means: "The Deployment, StatefulSet or DaemonSet wants more pods ready than are.",
    fix: "Look at the pods that are not ready.",
    source: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment",
    variants: {
        stuck: {
            title: "Rollout is stuck",
            means: "The new pods did not become ready within progressDeadlineSeconds (ProgressDeadlineExceeded); the old ones keep serving where there are any.",
            fix: "Look at the pods of the newest ReplicaSet; `kubectl rollout undo` brings the version before back.",
        },
        ordinal: {
            title: "StatefulSet waits for one of its pods",
            means: "Pods of a StatefulSet start one after the other: those behind the one that is not ready are not made, or not updated.",
            fix: "Mend the pod with the lowest number that is not ready.",
        },
        paused: {
            title: "Deployment is paused",
            means: "`spec.paused` is true: changes of the template are not rolled out.",
            fix: "`kubectl rollout resume deployment NAME`",
        },
    },
    reads: ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps"],
    mayRead: ["Pod", "ReplicaSet.apps", "PersistentVolumeClaim"],
    check: shortWorkloads,
};

function* shortWorkloads(facts: Facts): Iterable<Finding> {
    for (const deployment of facts.all("Deployment.apps")) {
        if (flag(deployment.body, "spec", "paused") === true) yield paused(facts, deployment);
        const wanted = number(deployment.body, "spec", "replicas") ?? 1;
        const ready = number(deployment.body, "status", "readyReplicas") ?? 0;
        yield* short(facts, deployment, wanted, ready);
    }
    for (const set of facts.all("StatefulSet.apps")) {
        const wanted = number(set.body, "spec", "replicas") ?? 1;
        yield* short(facts, set, wanted, number(set.body, "status", "readyReplicas") ?? 0);
    }
    for (const daemons of facts.all("DaemonSet.apps")) {
        const wanted = number(daemons.body, "status", "desiredNumberScheduled") ?? 0;
        yield* short(facts, daemons, wanted, number(daemons.body, "status", "numberReady") ?? 0);
    }
}

function* short(facts: Facts, workload: KubeObject, wanted: number, said: number): Iterable<Finding> {
    // A status is behind its pods for moments, and in hand-made bundles for ever.
    const ready = Math.max(said, facts.podsOf(workload.ref).filter((pod) => pod.ready && !pod.done && !pod.deleting).length);
    const progressing = condition(workload, "Progressing");
    const exceeded =
        progressing?.status === "False" && progressing.reason === "ProgressDeadlineExceeded" ? progressing : undefined;
    if (workload.body.status === undefined || (ready >= wanted && exceeded === undefined)) return;
    const pods = facts.podsOf(workload.ref).filter((pod) => !pod.ready && !pod.done && !pod.deleting);
    const available = condition(workload, "Available");
    const since = exceeded?.since || (available?.status === "False" ? available.since : "");
    if (isYoung(facts, pods, since)) return;
    const first = workload.ref.kind === "StatefulSet" ? lowest(pods) : undefined;
    const blocked = first !== undefined && pods.length + ready < wanted;
    const words = `${ready} of ${wanted} pods ready`;
    yield {
        ...(exceeded !== undefined ? { variant: "stuck" } : blocked ? { variant: "ordinal" } : {}),
        severity: ready === 0 ? "critical" : "warning",
        role: "symptom",
        confidence: 0.4,
        subject: workload.ref,
        layer: facts.layerOf(workload.ref),
        says: `${named(workload.ref)} has ${words}${exceeded ? `: ${brief(exceeded.message)}` : blocked ? `: it waits for pod ${first.name} before it makes the next` : ""}`,
        hint: `kubectl -n ${workload.ref.namespace} describe ${workload.ref.kind.toLowerCase()} ${workload.ref.name}; kubectl -n ${workload.ref.namespace} get pods`,
        evidence: [exceeded ? showsCondition(workload, exceeded) : showsField(workload, "/status", words)],
        dueTo: facts.needs(workload.ref).map((need) => because(need.relation, need.ref)),
        causeIn: [facts.scope("Pod", workload.ref.namespace)],
        since,
    };
}

/** Every pod that is missing was made a moment ago: a rollout or a restart under way. */
function isYoung(facts: Facts, pods: readonly PodFact[], since: string): boolean {
    const changed = facts.now - (Date.parse(since) || 0) < GRACE_MS;
    return changed || (pods.length > 0 && pods.every((pod) => pod.ageMs < GRACE_MS));
}

function lowest(pods: readonly PodFact[]): PodFact | undefined {
    const ordinal = (pod: PodFact) => Number(/-(\d+)$/.exec(pod.name)?.[1] ?? 0);
    return pods.toSorted((a, b) => ordinal(a) - ordinal(b))[0];
}

function paused(facts: Facts, deployment: KubeObject): Finding {
    return {
        variant: "paused",
        severity: "info",
        role: "cause",
        subject: deployment.ref,
        layer: facts.layerOf(deployment.ref),
        says: `${named(deployment.ref)} is paused: changes are not rolled out`,
        hint: `kubectl -n ${deployment.ref.namespace} rollout resume deployment ${deployment.ref.name}`,
        evidence: [showsField(deployment, "/spec/paused", "paused: true")],
    };
}
