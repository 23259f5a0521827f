import { namesOf, perWorkload, unwell } from "../../among-pods.ts";
import type { Facts } from "../../facts/facts.ts";
import { condition, named, refOf } from "../../facts/kube-object.ts";
import type { PodFact } from "../../facts/pod-fact.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsField } from "../../showing.ts";

const PATIENCE_MS = 180_000;

/** Pods that nobody takes on: no scheduler looked at them, or their node does not start them. */
export const podWaits: Rule = {
    id: "kubernetes.pod-waits",
    layer: "kubernetes",
    title: "Pod is not started by anyone",
    means: "The pod is Pending without a word: the scheduler has not looked at it, or the kubelet of its node has not started it.",
    fix: "Check that kube-scheduler runs (or the scheduler the pod names), and that the node is ready.",
    source: "https://kubernetes.io/docs/tasks/debug/debug-application/debug-pods/#my-pod-stays-pending",
    variants: {
        "no-scheduler": {
            title: "No scheduler looks at the pod",
            means: "There is no condition PodScheduled and no event: kube-scheduler does not run, or spec.schedulerName names one that does not exist.",
            fix: "Start the scheduler or correct schedulerName.",
        },
        lost: {
            title: "The pod's node is lost",
            means: "The node stopped answering; the pod's state is the last that was known.",
            fix: "Mend the node.",
        },
    },
    reads: ["Pod", "Node"],
    mayRead: ["events"],
    check: waitingPods,
};

function* waitingPods(facts: Facts): Iterable<Finding> {
    const waiting = unwell(facts).filter((pod) => pod.ageMs > PATIENCE_MS);
    const unseen = waiting.filter(
        (pod) =>
            pod.phase === "Pending" &&
            pod.node === "" &&
            condition(pod, "PodScheduled") === undefined &&
            facts.eventsOf(pod.ref).length === 0,
    );
    for (const { subject, pods } of perWorkload(unseen)) yield unscheduled(facts, subject, pods);
    const lost = waiting.filter((pod) => pod.node !== "" && (pod.reason === "NodeLost" || isSilent(facts, pod)));
    for (const { subject, pods } of perWorkload(lost)) yield onLostNode(facts, subject, pods);
}

function unscheduled(facts: Facts, subject: Finding["subject"], pods: readonly [PodFact, ...PodFact[]]): Finding {
    const schedulers = facts.pods.filter((pod) => pod.namespace === "kube-system" && pod.name.startsWith("kube-scheduler"));
    return {
        variant: "no-scheduler",
        severity: "critical",
        role: "symptom",
        subject,
        says: `${named(subject)}: no scheduler has looked at ${namesOf(pods)}`,
        hint: "kubectl -n kube-system get pods -l component=kube-scheduler",
        evidence: [showsField(pods[0], "/status", "phase: Pending, no condition PodScheduled, no event")],
        dueTo: [
            ...schedulers.map((pod) => because("scheduled-by", pod.ref)),
            ...facts.needs(pods[0].ref).filter((need) => need.relation === "mounts"),
        ],
        causeIn: [facts.scope("Pod", "kube-system")],
        layer: "kubernetes",
    };
}

function isSilent(facts: Facts, pod: PodFact): boolean {
    const node = facts.get("Node", pod.node);
    return node !== undefined && condition(node, "Ready")?.status !== "True";
}

function onLostNode(facts: Facts, subject: Finding["subject"], pods: readonly [PodFact, ...PodFact[]]): Finding {
    const nodes = [...new Set(pods.map((pod) => pod.node))];
    return {
        variant: "lost",
        severity: "critical",
        role: "symptom",
        confidence: 0.6,
        subject,
        says: `${named(subject)}: ${namesOf(pods)} ${pods.length === 1 ? "is" : "are"} on node ${nodes.join(", ")}, which is not ready`,
        hint: `kubectl get node ${nodes.join(" ")}`,
        evidence: [showsField(pods[0], "/spec/nodeName", `nodeName: ${pods[0].node}`)],
        dueTo: nodes.map((node) => because("runs-on", refOf(facts.cluster, "v1", "Node", node))),
        layer: facts.layerOf(subject),
    };
}
