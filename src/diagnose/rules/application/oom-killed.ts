import { perWorkload } from "../../among-pods.ts";
import type { Facts } from "../../facts/facts.ts";
import { text } from "../../facts/fields.ts";
import { condition, named, refOf } from "../../facts/kube-object.ts";
import type { ContainerFact, PodFact } from "../../facts/pod-fact.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsContainer, showsField } from "../../showing.ts";
import { isOom } from "./crash-loop.ts";
import { runningSince, troubledPods } from "./troubled.ts";

const RECENT_MS = 60 * 60_000;
/** A ready container that was killed so often in the last hour will be killed again. */
const OFTEN = 3;

/** Containers that the kernel kills for their memory. */
export const oomKilled: Rule = {
    id: "application.oom-killed",
    layer: "application",
    title: "Container is killed at its memory limit",
    means: "The container uses more memory than its limit allows, so the kernel kills it (exit code 137, OOMKilled).",
    fix: "Raise resources.limits.memory, or make the program use less (heap size, cache, number of workers).",
    source: "https://kubernetes.io/docs/tasks/configure-pod-container/assign-memory-resource/#exceed-a-container-s-memory-limit",
    variants: {
        node: {
            title: "Container is killed because the node has no memory",
            means: "The container has no memory limit of its own; the node ran out of memory and the kernel chose it.",
            fix: "Set requests and limits on the node's workloads, or give the node more memory.",
        },
        again: {
            title: "Container runs but was killed for its memory again and again",
            means: "The container is up now and was OOMKilled several times, the last time within the hour.",
            fix: "Raise resources.limits.memory before it is killed again.",
        },
    },
    reads: ["Pod"],
    mayRead: ["Node", "events", "ReplicaSet.apps", "Deployment.apps"],
    check: killedForMemory,
};

function* killedForMemory(facts: Facts): Iterable<Finding> {
    const troubled = new Set(troubledPods(facts));
    for (const { subject, pods } of perWorkload(facts.pods.filter((pod) => !pod.done && !pod.deleting))) {
        const killed = pods.flatMap((pod) =>
            pod.containers
                .filter((container) => isOom(container) && container.reason !== "Completed")
                .map((container) => ({ pod, container })),
        );
        const now = killed.find(({ pod, container }) => troubled.has(pod) && !container.ready && isRecent(facts, container, 24));
        const often = killed.find(
            ({ pod, container }) => container.restarts >= OFTEN && isRecent(facts, container, 1) && isNew(facts, pod, container),
        );
        const found = now ?? often;
        if (found === undefined) continue;
        yield { subject, layer: facts.layerOf(subject), ...killOf(facts, found.pod, found.container, now !== undefined) };
    }
}

function isRecent(facts: Facts, container: ContainerFact, hours: number): boolean {
    return facts.now - (Date.parse(container.last?.at ?? "") || facts.now) <= hours * RECENT_MS;
}

/** It has not run for an hour since: a container that has is well again, whatever else its status says. */
function isNew(facts: Facts, pod: PodFact, container: ContainerFact): boolean {
    return facts.now - (runningSince(pod, container) ?? facts.now) < RECENT_MS;
}

function killOf(facts: Facts, pod: PodFact, container: ContainerFact, down: boolean): Omit<Finding, "subject" | "layer"> {
    const limit = text(container.spec, "resources", "limits", "memory");
    const times = container.restarts > 0 ? `, ${container.restarts} restart${container.restarts === 1 ? "" : "s"}` : "";
    const where = limit === undefined ? "the node ran out of memory; it has no memory limit" : `at its memory limit of ${limit}`;
    const heap = heapOf(container);
    return {
        ...(limit === undefined ? { variant: "node" } : down ? {} : { variant: "again" }),
        severity: down ? "critical" : "warning",
        role: limit === undefined ? "failure" : "cause",
        says: `${named(pod.blamed)}: container ${container.name} of pod ${pod.name} is OOMKilled ${limit === undefined ? `(${where}${times})` : `${where} (exit code 137${times})`}${heap === undefined ? "" : `; its heap is set to ${heap}`}`,
        hint: `kubectl -n ${pod.namespace} edit ${pod.blamed.kind.toLowerCase()} ${pod.blamed.name}: raise resources.limits.memory of container ${container.name}${limit === undefined ? " (it has none)" : ` above ${limit}`}`,
        evidence: [
            showsField(
                pod,
                container.last?.pointer ?? container.pointer,
                `container ${container.name}: OOMKilled, exit code ${container.last?.exitCode ?? 137}`,
            ),
            limit === undefined
                ? showsContainer(pod, container)
                : showsField(pod, `${container.specPointer}/resources/limits/memory`, `limits.memory: ${limit}`),
        ],
        dueTo:
            pod.node === "" || limit !== undefined
                ? []
                : [because("runs-on", refOf(facts.cluster, "v1", "Node", pod.node), ["kubernetes.node"])],
        since: condition(pod, "Ready")?.since || (container.last?.at ?? ""),
    };
}

/** `-Xmx2g`, `--max-old-space-size=4096` in the container's arguments or environment. */
function heapOf(container: ContainerFact): string | undefined {
    return /-Xmx\w+|--max-old-space-size=\d+|-XX:MaxRAMPercentage=[\d.]+/.exec(JSON.stringify(container.spec) ?? "")?.[0];
}
