import { perWorkload, unwell } from "../../among-pods.ts";
import type { Facts } from "../../facts/facts.ts";
import { named, refOf } from "../../facts/kube-object.ts";
import type { WhyLine } from "../../facts/log-fact.ts";
import type { PodFact } from "../../facts/pod-fact.ts";
import { brief } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsLine } from "../../showing.ts";
import { networkOf } from "./node-not-ready.ts";

/** Pods that cannot reach the API server at its Service's address. */
export const apiPath: Rule = {
    id: "kubernetes.api-path",
    layer: "kubernetes",
    title: "Pods cannot reach the API server",
    means: "Programs in the cluster connect to Service default/kubernetes and get no answer: kube-proxy or the pod network of their node does not work, or the API server's address is wrong.",
    fix: "Look at kube-proxy and the CNI plugin on the nodes that the message names.",
    source: "https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/#is-the-kube-proxy-working",
    reads: ["Pod", "logs"],
    mayRead: ["Service", "DaemonSet.apps", "Node"],
    check: cutOff,
};

/** The rules that say of a workload that it cannot connect. */
const CONNECTS = ["application.crash-loop", "application.init-waiting", "application.not-ready", "application.job-failed"];

function* cutOff(facts: Facts): Iterable<Finding> {
    const cut = unwell(facts).flatMap((pod) => {
        const line = pod.containers
            .map((container) => facts.why(pod, container.name))
            .find((each) => each !== undefined && isApi(facts, pod, each));
        return line === undefined ? [] : [{ pod, line }];
    });
    const [first] = cut;
    if (first === undefined) return;
    const nodes = [...new Set(cut.map(({ pod }) => pod.node).filter((node) => node !== ""))];
    const workloads = perWorkload(cut.map(({ pod }) => pod)).map(({ subject }) => named(subject));
    yield {
        severity: "critical",
        role: "symptom",
        subject: refOf(facts.cluster, "v1", "Service", "kubernetes", "default"),
        says: `${workloads.slice(0, 3).join(", ")}${workloads.length > 3 ? ` and ${workloads.length - 3} more` : ""} cannot reach the API server from ${nodes.length === 1 ? "node" : "nodes"} ${nodes.join(", ")}: "${brief(first.line.text)}"`,
        hint: `kubectl -n kube-system get pods -o wide | grep -E 'kube-proxy|${nodes.join("|")}'`,
        evidence: [showsLine(first.line)],
        dueTo: [
            ...facts
                .all("DaemonSet.apps")
                .filter((each) => each.ref.name.startsWith("kube-proxy"))
                .map((each) => because("served-by", each.ref)),
            ...networkOf(facts),
            ...facts.pods.filter((pod) => pod.name.startsWith("kube-apiserver-")).map((pod) => because("served-by", pod.ref)),
            ...nodes.map((node) => because("runs-on", refOf(facts.cluster, "v1", "Node", node), ["kubernetes.node", "talos"])),
        ],
        affects: cut.map(({ pod }) => because("served-by", pod.blamed, CONNECTS)),
        causeIn: [facts.scope("DaemonSet"), facts.scope("Pod", "kube-system")],
    };
}

function isApi(facts: Facts, pod: PodFact, line: WhyLine): boolean {
    if (line.host === undefined || !/^(refused|timeout|unreachable)$/.test(line.category)) return false;
    const target = facts.resolve(line.host, pod.namespace);
    const byAddress = line.port === 443 && /^10\.(96\.0|43\.0|0\.0|100\.0|152\.183)\.1$/.test(line.host);
    return byAddress || (target?.kind === "Service" && target.name === "kubernetes" && target.namespace === "default");
}
