import type { ObjectRef } from "../../../core/evidence-ref.ts";
import { perWorkload } from "../../among-pods.ts";
import { environmentOf, type Variable } from "../../facts/environment.ts";
import type { Facts } from "../../facts/facts.ts";
import { fields, list, number, text } from "../../facts/fields.ts";
import { named, namespaceOf, refOf } from "../../facts/kube-object.ts";
import { lastWords } from "../../facts/last-words.ts";
import type { WhyLine } from "../../facts/log-fact.ts";
import type { ContainerFact, PodFact } from "../../facts/pod-fact.ts";
import { brief } from "../../latest-event.ts";
import type { EvidencePointer, Finding, Rule } from "../../rule.ts";
import { because, showsField, showsLine } from "../../showing.ts";
import { crashes, runningSince, troubledPods } from "./troubled.ts";

/** Names and ports that programs are told to connect to and that no Service has. */
export const hostUnknown: Rule = {
    id: "application.host-unknown",
    layer: "application",
    title: "Program is told a Service that does not exist",
    means: "The name a program connects to has the shape of a Service and there is no such Service, so it does not resolve.",
    fix: "Correct the name where it stands (ConfigMap, variable, argument), or create the Service.",
    source: "https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/",
    variants: {
        port: {
            title: "Program is told a port that the Service does not have",
            means: "The Service exists and does not listen on the port that the program connects to.",
            fix: "Correct the port where it stands, or add it to the Service.",
        },
    },
    reads: ["Pod", "Service", "logs"],
    mayRead: ["ConfigMap", "StatefulSet.apps", "Deployment.apps", "Namespace", "ReplicaSet.apps"],
    check: unknownHosts,
};

function* unknownHosts(facts: Facts): Iterable<Finding> {
    const told = new Set<string>();
    for (const { subject: user, pods } of perWorkload(troubledPods(facts))) {
        const [pod] = pods;
        for (const container of pod.containers) {
            if (!crashes(facts, pod, container) && runningSince(pod, container) === undefined) continue;
            const line = lastWords(facts, pod, container);
            const host = line?.host;
            if (line === undefined || host === undefined || told.has(`${pod.namespace} ${host}`)) continue;
            const found = noSuchService(facts, pod, line, host) ?? noSuchPort(facts, pod, line, host);
            if (found === undefined) continue;
            told.add(`${pod.namespace} ${host}`);
            yield findingOf(facts, { user, pod, container, line, host, ...found });
        }
    }
}

interface Unknown {
    readonly service: ObjectRef;
    readonly says: string;
    readonly port?: number;
}

function noSuchService(facts: Facts, pod: PodFact, line: WhyLine, host: string): Unknown | undefined {
    const service = line.category === "dns" ? facts.resolve(host, pod.namespace) : undefined;
    if (service?.kind !== "Service" || !facts.absent("Service", service.name, service.namespace)) return undefined;
    const others = facts
        .all("Service")
        .filter((each) => namespaceOf(each) === service.namespace)
        .map((each) => each.ref.name);
    return {
        service,
        says: `there is no Service ${service.namespace}/${service.name} (there ${others.length === 0 ? "is none" : `are: ${others.slice(0, 6).join(", ")}`})`,
    };
}

function noSuchPort(facts: Facts, pod: PodFact, line: WhyLine, host: string): Unknown | undefined {
    const service = facts.resolve(host, pod.namespace);
    const object = service?.kind === "Service" ? facts.find(service) : undefined;
    const { port } = line;
    if (
        object === undefined ||
        service === undefined ||
        port === undefined ||
        !/^(refused|timeout|unreachable)$/.test(line.category)
    )
        return undefined;
    const ports = list(object.body, "spec", "ports").flatMap((each) => number(each, "port") ?? []);
    const headless = text(object.body, "spec", "clusterIP") === "None";
    if (ports.length === 0 || headless || ports.includes(port)) return undefined;
    return { service, port, says: `${named(service)} has no port ${port} (its ports: ${ports.join(", ")})` };
}

function findingOf(
    facts: Facts,
    found: Unknown & { user: ObjectRef; pod: PodFact; container: ContainerFact; line: WhyLine; host: string },
): Finding {
    const { user, pod, container, line, host, service, says, port } = found;
    const place = placeOf(facts, pod, container, host, port);
    const expected = port === undefined && isExpected(facts, service);
    const subject = expected ? service : (place?.ref ?? user);
    const where = place === undefined ? "" : ` (${place.words})`;
    return {
        ...(port === undefined ? {} : { variant: "port" }),
        severity: "critical",
        role: "cause",
        confidence: 0.9,
        subject,
        layer: facts.layerOf(subject),
        says: expected
            ? `${named(service)} does not exist, and ${named(user)} connects to it: "${brief(line.text)}"`
            : `${named(subject)}${where}: ${says}, and ${named(user)} connects to ${host}${port === undefined ? "" : `:${port}`}: "${brief(line.text)}"`,
        hint: expected
            ? `create Service ${service.name} in ${service.namespace}: its StatefulSet or its workload is there`
            : `kubectl -n ${pod.namespace} get services; correct ${port === undefined ? host : `port ${port}`} in ${named(subject)}${where}`,
        evidence: [showsLine(line), ...(place === undefined ? [] : [place.evidence])],
        dueTo: port === undefined ? facts.makersOf(service).map((maker) => because("manages", maker.ref, ["gitops"])) : [],
    };
}

interface Place {
    readonly ref: ObjectRef;
    readonly words: string;
    readonly evidence: EvidencePointer;
}

/** Where the program has the name from: a ConfigMap it reads, else the workload's own variables and arguments. */
function placeOf(
    facts: Facts,
    pod: PodFact,
    container: ContainerFact,
    host: string,
    port: number | undefined,
): Place | undefined {
    const says = (value: string | undefined) =>
        value !== undefined && (port === undefined ? value.includes(host) : value.includes(String(port)));
    const variable = environmentOf(facts, pod, container).find((each) => says(each.value));
    if (variable !== undefined) return ofVariable(facts, pod, variable);
    for (const reference of pod.references) {
        const object = reference.kind === "ConfigMap" ? facts.get("ConfigMap", reference.name, pod.namespace) : undefined;
        const entry = Object.entries(fields(object?.body, "data")).find(
            ([, value]) => typeof value === "string" && says(value) && value.includes(host),
        );
        if (object !== undefined && entry !== undefined)
            return {
                ref: object.ref,
                words: `key ${entry[0]}`,
                evidence: showsField(object, `/data/${entry[0]}`, `${entry[0]}: …${host}…`),
            };
    }
    return undefined;
}

function ofVariable(facts: Facts, pod: PodFact, variable: Variable): Place | undefined {
    const { from, value = "" } = variable;
    const quote = `${variable.name}: ${value}`;
    if (from === undefined)
        return { ref: pod.blamed, words: `env ${variable.name}`, evidence: showsField(pod, variable.pointer, quote) };
    const ref = refOf(facts.cluster, "v1", from.kind, from.name, pod.namespace);
    return { ref, words: `key ${from.key}`, evidence: showsField({ ref }, `/data/${from.key}`, quote) };
}

/** A StatefulSet names it as its serviceName, or a workload has its very name: then the Service is what is missing. */
function isExpected(facts: Facts, service: ObjectRef): boolean {
    const own = (kind: string) => facts.all(kind).filter((each) => namespaceOf(each) === service.namespace);
    return (
        own("StatefulSet.apps").some(
            (each) => text(each.body, "spec", "serviceName") === service.name || each.ref.name === service.name,
        ) || own("Deployment.apps").some((each) => each.ref.name === service.name)
    );
}
