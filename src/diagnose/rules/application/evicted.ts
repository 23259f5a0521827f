import { namesOf, perWorkload } from "../../among-pods.ts";
import type { Facts } from "../../facts/facts.ts";
import { named, refOf } from "../../facts/kube-object.ts";
import { brief } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsField } from "../../showing.ts";

/** Workloads that lack pods because theirs were evicted. Evicted pods that were replaced are history. */
export const evicted: Rule = {
    id: "application.evicted",
    layer: "application",
    title: "Pods were evicted and not replaced",
    means: "The kubelet ended pods because their node lacked a resource, and the workload has no ready pod in their place.",
    fix: "Free the resource that the message names; set requests so that the scheduler knows what the pod needs.",
    source: "https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/",
    reads: ["Pod"],
    mayRead: ["Node", "ReplicaSet.apps", "Deployment.apps"],
    check: evictedPods,
};

function* evictedPods(facts: Facts): Iterable<Finding> {
    const gone = facts.pods.filter(
        (pod) =>
            pod.phase === "Failed" &&
            /^(Evicted|OutOf\w+|NodeAffinity|UnexpectedAdmissionError|Terminated|NodeShutdown)$/.test(pod.reason),
    );
    for (const { subject, pods } of perWorkload(gone)) {
        const [pod] = pods;
        const alive = facts.podsOf(subject).filter((each) => each.ready && each.phase === "Running");
        if (alive.length > 0 || subject.kind === "Job" || subject.kind === "CronJob") continue;
        if (facts.podsOf(subject).some((each) => each.phase !== "Failed" && each.ageMs < 5 * 60_000)) continue;
        yield {
            severity: "critical",
            role: "failure",
            confidence: 0.7,
            subject,
            layer: facts.layerOf(subject),
            says: `${named(subject)}: ${namesOf(pods)} ${pods.length === 1 ? "was" : "were"} ended by node ${pod.node || "?"} (${pod.reason}) and none is ready in its place: ${brief(pod.message)}`,
            hint: `kubectl describe node ${pod.node || "NODE"}; kubectl -n ${pod.namespace} delete pod ${pod.name} when it is replaced`,
            evidence: [showsField(pod, "/status/message", `${pod.reason}: ${pod.message}`)],
            dueTo:
                pod.node === ""
                    ? []
                    : [because("runs-on", refOf(facts.cluster, "v1", "Node", pod.node), ["kubernetes.node", "talos"])],
            causeIn: [facts.scope("Node")],
        };
    }
}
