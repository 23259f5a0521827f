import { perWorkload } from "../../among-pods.ts";
import type { Facts } from "../../facts/facts.ts";
import { named, refOf } from "../../facts/kube-object.ts";
import type { PodFact } from "../../facts/pod-fact.ts";
import { brief } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsField } from "../../showing.ts";

/** Workloads whose pods were evicted and which are not whole since. */
export const eviction: Rule = {
    id: "kubernetes.eviction",
    layer: "kubernetes",
    title: "Pods were evicted",
    means: "The kubelet ended pods to protect the node: memory, disk or process ids ran short, or the pod used more ephemeral storage than its limit.",
    fix: "Give the pod requests that are true, limit what it writes, or enlarge the node.",
    source: "https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/",
    reads: ["Pod"],
    mayRead: ["Node"],
    check: evicted,
};

function* evicted(facts: Facts): Iterable<Finding> {
    const gone = facts.pods.filter((pod) => pod.phase === "Failed" && pod.reason === "Evicted");
    for (const { subject, pods } of perWorkload(gone)) {
        const [pod] = pods;
        if (isWhole(facts, subject)) continue;
        const nodes = [...new Set(pods.map((each) => each.node).filter((node) => node !== ""))];
        const own =
            /exceed(s|ed) (?:its |the )?(?:local )?(?:ephemeral|emptyDir|limit)|ephemeral local storage usage exceeds/i.test(
                pod.message,
            );
        yield {
            severity: "critical",
            role: own ? "cause" : "failure",
            subject,
            says: `${named(subject)}: ${pods.length} ${pods.length === 1 ? "pod was" : "pods were"} evicted${nodes.length > 0 ? ` from ${nodes.join(", ")}` : ""}: ${brief(pod.message)}`,
            hint: `kubectl -n ${pod.namespace} describe pod ${pod.name}; ${own ? "raise the limit of ephemeral storage or write less" : `kubectl describe node ${nodes[0] ?? ""}`}`,
            evidence: [showsField(pod, "/status/message", pod.message)],
            dueTo: own
                ? []
                : nodes.map((node) => because("runs-on", refOf(facts.cluster, "v1", "Node", node), ["kubernetes.node", "talos"])),
            causeIn: [facts.scope("Node")],
            layer: own ? facts.layerOf(subject) : "kubernetes",
        };
    }
}

/** A workload that has a ready pod again got over it. */
function isWhole(facts: Facts, subject: PodFact["blamed"]): boolean {
    const others = facts.podsOf(subject).filter((pod) => pod.phase !== "Failed" && pod.phase !== "Succeeded");
    return others.length > 0 && others.every((pod) => pod.ready);
}
