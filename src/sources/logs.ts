import type { KubernetesReader, ListRequest, LogRequest, ResourceType } from "../clients/kubernetes/reader.ts";
import type { LogRef } from "../core/evidence-ref.ts";
import type { Absent, Gap } from "../core/gap.ts";
import { ProblemError } from "../core/problem.ts";
import { type Scope, scopeOf } from "../core/scope.ts";
import type { CollectSpec, LogSelector } from "../spec/collect-spec.ts";
import { labelSelectorString, matchesLabels } from "../spec/label-selector.ts";
import { listPages } from "./list.ts";
import { completeness } from "./log-completeness.ts";
import { RANK } from "./rank.ts";
import { isExcluded } from "./resource-match.ts";
import { gap, type Inventory, type PodFound, type RawLog, type Source, type Task } from "./source.ts";

/** A log that trickles for longer than this is taken as far as it came. */
const TIMEOUT_MS = 300_000;

/**
 * The API cuts by lines from the end or by bytes from the start, and we want bytes from the end: so many lines of this length are asked
 * for, and the newest bytes of them kept. Containers' lines with their timestamp are seldom shorter.
 */
const ASSUMED_LINE_BYTES = 80;

/** Logs of every container, init and ephemeral ones too, of this run and the one before. */
export const logs: Source = {
    name: "logs",
    description: "Container logs, current and previous, with timestamps",
    plan(spec, inventory) {
        return spec.fromManagement.logs.flatMap((selector) => podLists(selector, spec, inventory));
    },
    follow(pods, spec, inventory) {
        return pods.flatMap((pod) => {
            if (isExcluded(POD, pod.namespace, spec.fromManagement.exclude)) return [];
            const selectors = spec.fromManagement.logs.filter((selector) => selects(selector, pod));
            return selectors.length === 0 ? [] : podLogs(pod, selectors, spec, inventory);
        });
    },
};

const POD: ResourceType = { group: "", version: "v1", resource: "pods", kind: "Pod", namespaced: true };

/** Pods have to be seen for their containers to be known. Where the objects source lists them anyway, this list is not planned. */
function podLists(selector: LogSelector, spec: CollectSpec, inventory: Inventory): Task[] {
    const type = inventory.resources.find(({ group, resource }) => group === "" && resource === "pods");
    if (!type || spec.fromManagement.resources.some((resource) => givesPods(resource, selector))) return [];
    const namespace = selector.namespace || undefined;
    const labelSelector = labelSelectorString(selector);
    const request: ListRequest = {
        type,
        ...(namespace === undefined ? {} : { namespace }),
        ...(labelSelector === undefined ? {} : { labelSelector }),
        ...(selector.name ? { fieldSelector: `metadata.name=${selector.name}` } : {}),
    };
    const about: Scope = {
        cluster: inventory.cluster,
        type: "logs",
        ...(namespace === undefined ? {} : { namespace }),
        ...(selector.name ? { pod: selector.name } : {}),
    };
    return [
        {
            id: `logs pods ${namespace ?? "*"} ${labelSelector ?? ""} ${selector.name ?? ""}`.trimEnd(),
            source: logs.name,
            title: `Pods with logs ${namespace ?? ""}`.trimEnd(),
            about,
            needs: [
                { verb: "list", group: "", resource: "pods", ...(namespace === undefined ? {} : { namespace }) },
                { verb: "get", group: "", resource: "pods/log", ...(namespace === undefined ? {} : { namespace }) },
            ],
            timeoutMs: TIMEOUT_MS,
            rank: RANK.keyObjects,
            async *run({ kubernetes, now }, signal) {
                if (!kubernetes) return;
                yield* listPages(
                    kubernetes,
                    {
                        source: logs.name,
                        about,
                        request,
                        as: "objects",
                        write: false,
                        fallbackNamespaces: inventory.namespaces,
                        now,
                    },
                    signal,
                );
            },
        },
    ];
}

function givesPods(resource: CollectSpec["fromManagement"]["resources"][number], selector: LogSelector): boolean {
    const isPods =
        (resource.group === "*" || resource.group === "") && ["*", "pod", "pods"].includes(resource.kind.toLowerCase());
    const whole = !resource.name && !resource.labelFilters && !resource.selector && !resource.evaluate && !resource.evaluateCEL;
    return isPods && whole && (!resource.namespace || resource.namespace === selector.namespace);
}

function selects(selector: LogSelector, pod: PodFound): boolean {
    return (
        (!selector.namespace || selector.namespace === pod.namespace) &&
        (!selector.name || selector.name === pod.name) &&
        matchesLabels(pod.labels, selector)
    );
}

/** One task a container and run; the first selector that takes the container decides how much of its log. */
function podLogs(pod: PodFound, selectors: readonly LogSelector[], spec: CollectSpec, inventory: Inventory): Task[] {
    return pod.containers.flatMap((container) => {
        const selector = selectors.find(({ container: name }) => !name || name === container.name);
        if (!selector) return [];
        const wanted = { pod, container, selector, spec, inventory };
        const previous = selector.previous ?? true;
        return previous && container.ranBefore ? [logTask(wanted, false), logTask(wanted, true)] : [logTask(wanted, false)];
    });
}

interface Wanted {
    readonly pod: PodFound;
    readonly container: PodFound["containers"][number];
    readonly selector: LogSelector;
    readonly spec: CollectSpec;
    readonly inventory: Inventory;
}

function logTask(wanted: Wanted, previous: boolean): Task {
    const { pod, container, selector, spec, inventory } = wanted;
    const ref: LogRef = {
        cluster: inventory.cluster,
        type: "log",
        namespace: pod.namespace,
        pod: pod.name,
        container: container.name,
        previous,
    };
    const about = scopeOf(ref);
    const maxBytes = selector.limitBytes ?? spec.budget.maxLogBytes;
    const sinceSeconds = selector.sinceSeconds ?? spec.sinceSeconds;
    const request: LogRequest = {
        namespace: pod.namespace,
        pod: pod.name,
        container: container.name,
        previous,
        tailLines: selector.tailLines ?? Math.ceil(maxBytes / ASSUMED_LINE_BYTES),
        ...(sinceSeconds === undefined ? {} : { sinceSeconds }),
    };
    const sick = !pod.healthy || !container.healthy;
    return {
        id: `log ${pod.namespace}/${pod.name}/${container.name}${previous ? " previous" : ""}`,
        source: logs.name,
        title: `log ${pod.namespace}/${pod.name} ${container.name}${previous ? " (previous)" : ""}`,
        about,
        needs: [{ verb: "get", group: "", resource: "pods/log", namespace: pod.namespace }],
        timeoutMs: TIMEOUT_MS,
        rank: rankOf(pod, sick, previous),
        ...(pod.node === undefined ? {} : { lane: `node ${pod.node}` }),
        async *run({ kubernetes, now }, signal) {
            if (!kubernetes) return;
            if (container.notStarted !== undefined) {
                yield absent(about, `the container has not started: ${container.notStarted}`);
                return;
            }
            yield await openLog(kubernetes, { ref, about, request, maxBytes, checkEnd: sick, now }, signal);
        },
    };
}

function rankOf(pod: PodFound, sick: boolean, previous: boolean): number {
    if (sick) return RANK.sickLogs;
    if (previous) return RANK.oldLogs;
    return pod.namespace === "kube-system" || pod.namespace === "flux-system" ? RANK.sickLogs + 1 : RANK.logs;
}

interface Opening {
    readonly ref: LogRef;
    readonly about: Scope;
    readonly request: LogRequest;
    readonly maxBytes: number;
    /** Worth one more request to learn whether the end is the end. */
    readonly checkEnd: boolean;
    readonly now: () => Date;
}

async function openLog(
    reader: KubernetesReader,
    { ref, about, request, maxBytes, checkEnd, now }: Opening,
    signal: AbortSignal,
): Promise<RawLog | Gap | Absent> {
    const askedAt = now();
    const answer = await reader.log(request, signal);
    if (!answer.ok) {
        const because = noLogBecause(answer.problem.message);
        return because === undefined ? gap(logs.name, about, answer.problem, now()) : absent(about, because);
    }
    const check = { askedAt, lastLine: () => readWhole(reader, { ...request, tailLines: 1 }, signal) };
    const { chunks, ending } = completeness(
        answer.value.chunks,
        request.tailLines ?? Number.POSITIVE_INFINITY,
        checkEnd ? check : undefined,
    );
    return { type: "log", ref, chunks, maxBytes, ending };
}

/** The kubelet's and API server's words for "there is none, and that is normal". Source: pkg/kubelet/kubelet_pods.go validateContainerLogStatus, pkg/registry/core/pod/strategy.go. */
const NO_LOG = [
    /previous terminated container .* not found/,
    /is waiting to start: [\w ]*/,
    /is not available/,
    /is not valid for pod/,
    /has not been started yet/,
];

function noLogBecause(message: string): string | undefined {
    return NO_LOG.map((pattern) => pattern.exec(message)?.[0]).find((said) => said !== undefined);
}

function absent(about: Scope, because: string): Absent {
    return { type: "absent", about, because };
}

async function readWhole(reader: KubernetesReader, request: LogRequest, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const answer = await reader.log(request, signal);
    if (!answer.ok) return undefined;
    const parts: Uint8Array[] = [];
    try {
        for await (const part of answer.value.chunks) parts.push(part);
    } catch (error) {
        if (error instanceof ProblemError) return undefined;
        throw error;
    }
    return Buffer.concat(parts);
}
