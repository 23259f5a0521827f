import { namesOf, perWorkload } from "../../among-pods.ts";
import type { Facts } from "../../facts/facts.ts";
import { condition, named } from "../../facts/kube-object.ts";
import { lastWords } from "../../facts/last-words.ts";
import type { PodFact } from "../../facts/pod-fact.ts";
import { brief } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsCondition, showsLine } from "../../showing.ts";
import { dueToLine, READ_FOR_LINE } from "./due-to-line.ts";
import { killedByProbe, probeFailure } from "./probe-events.ts";
import { crashes, troubledPods } from "./troubled.ts";

/** So long a pod may take to become ready before anybody is told. */
const GRACE_MS = 5 * 60_000;

/** Pods that run, are not ready for long, and of which no probe and no end tells why. */
export const notReady: Rule = {
    id: "application.not-ready",
    layer: "application",
    title: "Pod runs and is not ready",
    means: "All containers of the pod run and it is not ready for minutes: a readiness probe or a readiness gate does not succeed.",
    fix: "Read the log of the container that is not ready.",
    source: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-readiness-status",
    reads: ["Pod"],
    mayRead: [...READ_FOR_LINE, "logs"],
    check: unreadyPods,
};

function* unreadyPods(facts: Facts): Iterable<Finding> {
    for (const { subject, pods } of perWorkload(troubledPods(facts).filter((pod) => isUnexplained(facts, pod)))) {
        const [pod] = pods;
        const ready = condition(pod, "Ready");
        const container = pod.containers.find((each) => each.type !== "init" && !each.ready) ?? pod.containers[0];
        if (container === undefined || ready === undefined) continue;
        const line = lastWords(facts, pod, container);
        const telling = line !== undefined && line.weight >= 55 ? line : undefined;
        const why = telling === undefined ? brief(ready.message || ready.reason) : `"${brief(telling.text)}"`;
        yield {
            severity: "critical",
            role: telling === undefined ? "symptom" : "failure",
            subject,
            layer: facts.layerOf(subject),
            says: `${named(subject)}: ${namesOf(pods)} ${pods.length === 1 ? "runs and is" : "run and are"} not ready: ${why}`,
            hint: `kubectl -n ${pod.namespace} logs ${pod.name} -c ${container.name}`,
            evidence: [...(telling === undefined ? [] : [showsLine(telling)]), showsCondition(pod, ready)],
            dueTo: dueToLine(facts, pod, container, telling),
            causeIn: [
                { cluster: facts.cluster, type: "logs", namespace: pod.namespace, pod: pod.name },
                { cluster: facts.cluster, type: "events", namespace: pod.namespace },
            ],
            since: ready.since,
        };
    }
}

function isUnexplained(facts: Facts, pod: PodFact): boolean {
    const main = pod.containers.filter((each) => each.type === "container" || each.type === "sidecar");
    const since = Date.parse(condition(pod, "Ready")?.since ?? "");
    return (
        pod.phase === "Running" &&
        main.length > 0 &&
        main.every((each) => each.state === "running") &&
        !(facts.now - since < GRACE_MS) &&
        !main.some(
            (each) =>
                crashes(facts, pod, each) ||
                killedByProbe(facts, pod, each) !== undefined ||
                (!each.ready && probeFailure(facts, pod, each, "Readiness") !== undefined) ||
                (!each.ready && probeFailure(facts, pod, each, "Startup") !== undefined),
        )
    );
}
