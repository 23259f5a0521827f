import { namesOf, perWorkload } from "../../among-pods.ts";
import type { EventFact } from "../../facts/event-fact.ts";
import type { Facts } from "../../facts/facts.ts";
import { at, fields, list, number, text } from "../../facts/fields.ts";
import { condition, named } from "../../facts/kube-object.ts";
import { lastWords } from "../../facts/last-words.ts";
import type { ContainerFact, PodFact } from "../../facts/pod-fact.ts";
import { brief } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsEvent, showsField, showsLine } from "../../showing.ts";
import { dueToLine, READ_FOR_LINE } from "./due-to-line.ts";
import { killedByProbe, type Probe, probeFailure } from "./probe-events.ts";
import { runningSince, troubledPods } from "./troubled.ts";

/** Containers that their probes find ill: killed (liveness, startup) or kept out of service (readiness). */
export const probe: Rule = {
    id: "application.probe",
    layer: "application",
    title: "Readiness probe fails",
    means: "The container runs, and its readiness probe does not succeed, so it gets no traffic.",
    fix: "What the probe got is quoted: compare its path and port with what the program serves, and read the program's log.",
    source: "https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/prober/prober.go",
    variants: {
        liveness: {
            title: "Liveness probe kills the container",
            means: "The kubelet kills and restarts the container because its liveness probe fails.",
            fix: "Compare the probe's path, port and timeout with what the program serves; give slow starters a startupProbe.",
        },
        startup: {
            title: "Startup probe kills the container",
            means: "The container does not come up within failureThreshold × periodSeconds of its startupProbe and is killed.",
            fix: "Raise failureThreshold, or find out why the start takes so long.",
        },
        port: {
            title: "Probe asks a port the container does not open",
            means: "The probe's port is not among the container's ports and the connection is refused.",
            fix: "Correct the port of the probe.",
        },
    },
    reads: ["Pod", "events"],
    mayRead: [...READ_FOR_LINE, "logs"],
    check: failingProbes,
};

function* failingProbes(facts: Facts): Iterable<Finding> {
    for (const { subject, pods } of perWorkload(troubledPods(facts))) {
        const failing = pods.flatMap((pod) =>
            pod.containers.flatMap((container) => {
                const seen = failureOf(facts, pod, container);
                return seen === undefined ? [] : [{ pod, container, ...seen }];
            }),
        );
        for (const [first, ...rest] of Map.groupBy(failing, (each) => each.container.name).values()) {
            if (first === undefined) continue;
            const affected = [...new Set([first, ...rest].map((each) => each.pod))];
            yield { subject, layer: facts.layerOf(subject), ...findingOf(facts, first, affected) };
        }
    }
}

interface Failure {
    readonly pod: PodFact;
    readonly container: ContainerFact;
    readonly which: Probe;
    readonly event: EventFact;
    readonly killed?: EventFact;
}

function failureOf(facts: Facts, pod: PodFact, container: ContainerFact): Omit<Failure, "pod" | "container"> | undefined {
    const killed = killedByProbe(facts, pod, container);
    if (killed !== undefined && !container.ready) {
        const which: Probe = /startup/.test(killed.message) ? "Startup" : "Liveness";
        return { which, killed, event: probeFailure(facts, pod, container, which) ?? killed };
    }
    if (container.state !== "running" || container.ready) return undefined;
    for (const which of ["Startup", "Readiness"] as const) {
        const event = probeFailure(facts, pod, container, which);
        if (event !== undefined && facts.now - (runningSince(pod, container) ?? 0) >= GRACE_MS) return { which, event };
    }
    return undefined;
}

/** Probes may fail while a container starts. */
const GRACE_MS = 120_000;

function findingOf(facts: Facts, failure: Failure, affected: readonly PodFact[]): Omit<Finding, "subject" | "layer"> {
    const { pod, container, which, event, killed } = failure;
    const line = lastWords(facts, pod, container);
    const telling = line !== undefined && line.weight >= 60 ? line : undefined;
    const wrongPort = /connection refused/i.test(event.message) ? portMismatch(container, which) : undefined;
    const pointer = `${container.specPointer}/${which.toLowerCase()}Probe`;
    const restarts = container.restarts > 0 ? `, ${container.restarts} restart${container.restarts === 1 ? "" : "s"}` : "";
    const consequence =
        killed === undefined
            ? `${namesOf(affected)} ${affected.length === 1 ? "is" : "are"} not ready`
            : `container ${container.name} of ${namesOf(affected)} is killed again and again${restarts}`;
    const because = wrongPort ?? (telling === undefined ? "" : `; its log: "${brief(telling.text)}"`);
    return {
        ...(wrongPort !== undefined
            ? { variant: "port" }
            : killed === undefined && which === "Readiness"
              ? {}
              : { variant: which === "Startup" ? "startup" : "liveness" }),
        severity: "critical",
        role: wrongPort === undefined ? "failure" : "cause",
        says: `${named(pod.blamed)}: ${consequence}: ${which.toLowerCase()} probe (${asks(container, which)}) got ${answerIn(event.message)}${because}`,
        hint: `kubectl -n ${pod.namespace} logs ${pod.name} -c ${container.name}; compare ${which.toLowerCase()}Probe of ${named(pod.blamed)} with what the program serves`,
        evidence: [
            showsEvent(event),
            ...(killed === undefined || killed === event ? [] : [showsEvent(killed)]),
            showsField(pod, pointer, `${which.toLowerCase()}Probe: ${asks(container, which)}`),
            ...(telling === undefined ? [] : [showsLine(telling)]),
        ],
        dueTo: dueToLine(facts, pod, container, telling),
        since: condition(pod, "Ready")?.since ?? "",
    };
}

/** `GET :8080/healthz`, `tcp :5432`, `exec pg_isready -U alga`. */
function asks(container: ContainerFact, which: Probe): string {
    const spec = fields(container.spec, `${which.toLowerCase()}Probe`);
    const http = fields(spec, "httpGet");
    if (spec.httpGet !== undefined) return `GET :${portWord(http.port)}${text(http, "path") ?? "/"}`;
    if (spec.tcpSocket !== undefined) return `tcp :${portWord(at(spec, "tcpSocket", "port"))}`;
    if (spec.grpc !== undefined) return `grpc :${portWord(at(spec, "grpc", "port"))}`;
    const command = list(spec, "exec", "command").join(" ");
    return command === "" ? "probe" : `exec ${command.slice(0, 60)}`;
}

function portWord(port: unknown): string {
    return typeof port === "string" || typeof port === "number" || typeof port === "bigint" ? String(port) : "?";
}

/** What came back, without the address: `503`, `connection refused`, `no answer in time (timeout 1s)`. */
function answerIn(message: string): string {
    const status = /statuscode: (\d+)/.exec(message)?.[1];
    if (status !== undefined) return `HTTP ${status}`;
    if (/(?:Get "|dial tcp).*connection refused/i.test(message)) return "connection refused";
    if (/deadline exceeded|timeout|timed out/i.test(message)) return "no answer in time";
    const said = message.replace(/^\w+ probe (?:failed|errored)(?: and resulted in unknown state)?: /, "");
    // A command answers in a table or in several lines, and any of them may be the one that tells.
    return `"${brief(
        said
            .trim()
            .replace(/\s*\n\s*/g, "; ")
            .replace(/ {2,}/g, " "),
    )}"`;
}

/** The probe's port when the container lists its ports and that is none of them. */
function portMismatch(container: ContainerFact, which: Probe): string | undefined {
    const spec = fields(container.spec, `${which.toLowerCase()}Probe`);
    const port = at(spec, "httpGet", "port") ?? at(spec, "tcpSocket", "port") ?? at(spec, "grpc", "port");
    const ports = list(container.spec, "ports").flatMap((each) => [number(each, "containerPort"), text(each, "name")]);
    const open = ports.filter((each) => each !== undefined);
    const wanted = typeof port === "bigint" ? Number(port) : port;
    if (open.length === 0 || wanted === undefined || open.some((each) => String(each) === String(wanted))) return undefined;
    return `; the container's ports are ${open.join(", ")}, ${portWord(wanted)} is not among them`;
}
