import type { ObjectRef } from "../../../core/evidence-ref.ts";
import { namesOf, perWorkload } from "../../among-pods.ts";
import type { Facts } from "../../facts/facts.ts";
import { texts, time } from "../../facts/fields.ts";
import { servicesTold } from "../../facts/hosts.ts";
import { named, objectKey, refOf } from "../../facts/kube-object.ts";
import { lastWords } from "../../facts/last-words.ts";
import type { LogFact, LogLine } from "../../facts/log-fact.ts";
import type { ContainerFact, PodFact } from "../../facts/pod-fact.ts";
import { brief } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsContainer, showsLogLine } from "../../showing.ts";
import { dueToLine, READ_FOR_LINE } from "./due-to-line.ts";
import { durationWords } from "./duration-words.ts";
import { runningSince, troubledPods } from "./troubled.ts";

/** Shorter waits are an ordinary start. */
const GRACE_MS = 2 * 60_000;

/** Pods whose init container runs and runs: it waits for something. */
export const initWaiting: Rule = {
    id: "application.init-waiting",
    layer: "application",
    title: "Init container waits",
    means: "The pod's containers are not started because an init container still waits for something: a database, a Job, a file.",
    fix: "Mend what it waits for; its log and its command name it.",
    source: "https://kubernetes.io/docs/concepts/workloads/pods/init-containers/",
    reads: ["Pod", "logs"],
    mayRead: READ_FOR_LINE,
    check: waitingInits,
};

function* waitingInits(facts: Facts): Iterable<Finding> {
    const waiting = troubledPods(facts).flatMap((pod) => {
        const container = pod.containers.find((each) => each.type === "init" && each.state === "running");
        return container !== undefined && waitedMs(facts, pod, container) > GRACE_MS ? [{ pod, container }] : [];
    });
    for (const { subject, pods } of perWorkload(waiting.map(({ pod }) => pod))) {
        const [pod] = pods;
        const container = waiting.find((each) => each.pod === pod)?.container;
        if (container === undefined) continue;
        const line = lastLine(facts.log(pod, container.name));
        const said = line === undefined ? "" : `: "${brief(line.line.text)}"`;
        yield {
            severity: "critical",
            role: "symptom",
            subject,
            layer: facts.layerOf(subject),
            says: `${named(subject)}: ${namesOf(pods)} ${pods.length === 1 ? "waits" : "wait"} in init container ${container.name} for ${durationWords(waitedMs(facts, pod, container))}${said}`,
            hint: `kubectl -n ${pod.namespace} logs ${pod.name} -c ${container.name}; mend what it waits for`,
            evidence: [...(line === undefined ? [] : [showsLogLine(line.log.ref, line.line)]), showsContainer(pod, container)],
            dueTo: [
                ...awaited(facts, pod, container).map((ref) => because("waits-for", ref)),
                ...dueToLine(facts, pod, container, lastWords(facts, pod, container)),
            ],
            causeIn: [facts.scope("Pod", pod.namespace)],
            since: new Date(facts.now - waitedMs(facts, pod, container)).toISOString(),
        };
    }
}

/** How long it runs already; by the pod's age when its status does not say. */
function waitedMs(facts: Facts, pod: PodFact, container: ContainerFact): number {
    return facts.now - (runningSince(pod, container) ?? facts.now - pod.ageMs);
}

function lastLine(log: LogFact | undefined): { log: LogFact; line: LogLine } | undefined {
    const line = log?.tail.at(-1);
    return log === undefined || line === undefined ? undefined : { log, line };
}

/** What its command names: Services that exist, and Jobs, Deployments and StatefulSets of the namespace. */
function awaited(facts: Facts, pod: PodFact, container: ContainerFact): readonly ObjectRef[] {
    const words = [...texts(container.spec, "command"), ...texts(container.spec, "args")].join("\n");
    const log = facts.log(pod, container.name)?.tail.map((line) => line.text) ?? [];
    const told = `${words}\n${log.join("\n")}`;
    const workloads = ["Job.batch", "Deployment.apps", "StatefulSet.apps"]
        .flatMap((kind) => facts.all(kind))
        .filter((each) => each.ref.namespace === pod.namespace && new RegExp(`(^|[^\\w-])${each.ref.name}($|[^\\w-])`).test(told))
        .map((each) => each.ref);
    const unborn = [...told.matchAll(/\bjobs?(?:\.batch)?\/([a-z0-9][a-z0-9-]*)/g)].map((match) =>
        refOf(facts.cluster, "batch/v1", "Job", match[1] ?? "", pod.namespace),
    );
    const all = [...servicesTold(facts, pod, container), ...workloads, ...unborn];
    return [...new Map(all.map((ref) => [objectKey(ref), ref])).values()].filter(
        (ref) =>
            objectKey(ref) !== objectKey(pod.blamed) &&
            time(facts.find(ref)?.body, "metadata", "deletionTimestamp") === undefined,
    );
}
