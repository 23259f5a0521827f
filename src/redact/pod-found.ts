import type { PodFound } from "../sources/source.ts";
import { isObject, type Json, type JsonObject, listAt, objectAt, stringAt } from "./json.ts";

type ContainerFound = PodFound["containers"][number];

/**
 * What a Pod says about its containers. Source: k8s.io/api core/v1 PodStatus and ContainerStatus. `healthy` is a pod that runs with every
 * container ready, or has succeeded; a container without a status has not started.
 */
export function podFound(pod: JsonObject): PodFound {
    const metadata = objectAt(pod, "metadata");
    const spec = objectAt(pod, "spec");
    const status = objectAt(pod, "status");
    const phase = stringAt(status, "phase") ?? "Unknown";
    const node = stringAt(spec, "nodeName");
    const containers = [
        ...containersOf(spec, status, { type: "init", specs: "initContainers", statuses: "initContainerStatuses", phase }),
        ...containersOf(spec, status, { type: "container", specs: "containers", statuses: "containerStatuses", phase }),
        ...containersOf(spec, status, {
            type: "ephemeral",
            specs: "ephemeralContainers",
            statuses: "ephemeralContainerStatuses",
            phase,
        }),
    ];
    return {
        namespace: stringAt(metadata, "namespace") ?? "",
        name: stringAt(metadata, "name") ?? "",
        labels: labelsOf(metadata),
        ...(node === undefined ? {} : { node }),
        healthy: phase === "Succeeded" || (phase === "Running" && containers.every((container) => container.healthy)),
        containers,
    };
}

function labelsOf(metadata: JsonObject): Readonly<Record<string, string>> {
    const labels = Object.entries(objectAt(metadata, "labels"));
    return Object.fromEntries(labels.filter((label): label is [string, string] => typeof label[1] === "string"));
}

interface Group {
    readonly type: ContainerFound["type"];
    readonly specs: string;
    readonly statuses: string;
    readonly phase: string;
}

function containersOf(spec: JsonObject, status: JsonObject, group: Group): ContainerFound[] {
    const statuses = new Map(listAt(status, group.statuses).map((one) => [stringAt(one, "name"), one]));
    return listAt(spec, group.specs)
        .filter(isObject)
        .map((container) => containerFound(container, statuses.get(stringAt(container, "name")), group));
}

function containerFound(container: JsonObject, status: Json | undefined, group: Group): ContainerFound {
    const state = objectAt(status, "state");
    const terminated = isObject(state.terminated) ? state.terminated : undefined;
    const restarts = isObject(status) && typeof status.restartCount === "number" ? status.restartCount : 0;
    const ranBefore = restarts > 0 || isObject(objectAt(status, "lastState").terminated);
    const notStarted = whyNotStarted(state, ranBefore, group.phase);
    const ready = isObject(status) && status.ready === true;
    const succeeded = terminated !== undefined && terminated.exitCode === 0;
    return {
        name: stringAt(container, "name") ?? "",
        type: group.type,
        restarts,
        ranBefore,
        ...(notStarted === undefined ? {} : { notStarted }),
        healthy: group.type === "ephemeral" || succeeded || (isObject(state.running) && (ready || group.type === "init")),
    };
}

/** A container that waits and never ran has no log; one that waits to be started again has that of its last run. */
function whyNotStarted(state: JsonObject, ranBefore: boolean, phase: string): string | undefined {
    if (isObject(state.running) || isObject(state.terminated) || ranBefore) return undefined;
    return stringAt(state.waiting, "reason") ?? (phase === "Pending" ? "Pending" : "NoStatus");
}
