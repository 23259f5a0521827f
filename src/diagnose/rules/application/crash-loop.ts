import { perWorkload } from "../../among-pods.ts";
import type { Facts } from "../../facts/facts.ts";
import { condition, named } from "../../facts/kube-object.ts";
import { LAST_LINE_WEIGHT, lastWords } from "../../facts/last-words.ts";
import type { WhyLine } from "../../facts/log-fact.ts";
import type { ContainerFact, PodFact } from "../../facts/pod-fact.ts";
import { brief } from "../../latest-event.ts";
import type { Finding, Role, Rule } from "../../rule.ts";
import { showsContainer, showsLine } from "../../showing.ts";
import { CRASH_WORDS } from "./crash-words.ts";
import { dueToLine, READ_FOR_LINE } from "./due-to-line.ts";
import { exitWords } from "./exit-words.ts";
import { killedByProbe } from "./probe-events.ts";
import { crashes, flaps, startFault, troubledPods } from "./troubled.ts";

/** Containers that keep ending, with the words of the program that say why. */
export const crashLoop: Rule = {
    id: "application.crash-loop",
    layer: "application",
    title: "Container crashes again and again",
    means: "The program in the container ends, and the kubelet starts it again after ever longer waits.",
    fix: "The line of the log that is quoted says why it ends; mend that.",
    source: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restarts",
    variants: CRASH_WORDS,
    reads: ["Pod", "logs"],
    mayRead: READ_FOR_LINE,
    check: crashingContainers,
};

function* crashingContainers(facts: Facts): Iterable<Finding> {
    yield* pausingContainers(facts);
    for (const { subject, pods } of perWorkload(troubledPods(facts))) {
        const seen = new Set<string>();
        for (const pod of pods)
            for (const container of pod.containers) {
                if (seen.has(container.name) || !crashes(facts, pod, container) || isOom(container) || startFault(container))
                    continue;
                if (killedByProbe(facts, pod, container) !== undefined) continue;
                seen.add(container.name);
                yield { subject, layer: facts.layerOf(subject), ...crashOf(facts, pod, container) };
            }
    }
}

/** Up at the moment of the archive, and about to crash again: degraded, not down. */
function* pausingContainers(facts: Facts): Iterable<Finding> {
    for (const { subject, pods } of perWorkload(facts.pods.filter((pod) => pod.ready && !pod.deleting))) {
        const found = pods.flatMap((pod) =>
            pod.containers.filter((each) => flaps(facts, pod, each)).map((container) => ({ pod, container })),
        )[0];
        if (found === undefined || isOom(found.container)) continue;
        yield { subject, layer: facts.layerOf(subject), ...crashOf(facts, found.pod, found.container), severity: "warning" };
    }
}

/** Killed for its memory: that has a rule of its own. */
export function isOom(container: ContainerFact): boolean {
    return container.last?.reason === "OOMKilled";
}

type Crash = Omit<Finding, "subject" | "layer">;

function crashOf(facts: Facts, pod: PodFact, container: ContainerFact): Crash {
    const line = lastWords(facts, pod, container);
    const variant = line?.category ?? "silent";
    const logs = { cluster: facts.cluster, type: "logs", namespace: pod.namespace, pod: pod.name } as const;
    return {
        variant,
        severity: "critical",
        role: ROLES[variant] ?? "failure",
        ...(isLastLineOnly(line) ? { confidence: 0.6 } : {}),
        says: `${named(pod.blamed)}: ${saying(pod, container, line)}`,
        hint: hintFor(pod, container, line),
        evidence: [...(line === undefined ? [] : [showsLine(line)]), showsContainer(pod, container)],
        dueTo: dueToLine(facts, pod, container, line),
        ...(line === undefined || isLastLineOnly(line) ? { causeIn: [logs] } : {}),
        ...(container.last?.at ? { since: sinceOf(pod, container) } : {}),
    };
}

/** What lies in the workload itself: nothing else needs to be looked for. */
const ROLES: Readonly<Partial<Record<keyof typeof CRASH_WORDS, Role>>> = { command: "cause", arch: "cause", bind: "cause" };

/** No line says why; what stands is only the last one. */
function isLastLineOnly(line: WhyLine | undefined): boolean {
    return line !== undefined && line.weight <= LAST_LINE_WEIGHT;
}

function saying(pod: PodFact, container: ContainerFact, line: WhyLine | undefined): string {
    const kind = container.type === "init" ? "init container" : "container";
    const restarts = container.restarts > 0 ? `, ${container.restarts} restart${container.restarts === 1 ? "" : "s"}` : "";
    const end = container.last === undefined ? container.reason : exitWords(container.last);
    const crashes = `${kind} ${container.name} of pod ${pod.name} crashes (${end}${restarts})`;
    if (line === undefined) return `${crashes} and its log does not say why`;
    return `${crashes}: ${isLastLineOnly(line) ? "its last line is " : ""}"${brief(line.text)}"`;
}

function hintFor(pod: PodFact, container: ContainerFact, line: WhyLine | undefined): string {
    const previous = container.restarts > 0 ? " --previous" : "";
    const logs = `kubectl -n ${pod.namespace} logs ${pod.name} -c ${container.name}${previous}`;
    const fix = CRASH_WORDS[line?.category ?? "silent"].fix;
    if (line?.category === "forbidden") return `${logs}; ${fix} (${accountOf(pod)})`;
    return line?.host === undefined
        ? `${logs}; ${fix}`
        : `${logs}; it talks to ${line.host}${line.port ? `:${line.port}` : ""}: ${fix}`;
}

function accountOf(pod: PodFact): string {
    const account = pod.references.find((reference) => reference.kind === "ServiceAccount")?.name ?? "default";
    return `ServiceAccount ${pod.namespace}/${account}`;
}

/** When it last was ready: the pod's condition knows better than the end of one run among many. */
function sinceOf(pod: PodFact, container: ContainerFact): string {
    return condition(pod, "Ready")?.since || (container.last?.at ?? "");
}
