import type { ObjectRef } from "../../core/evidence-ref.ts";
import { at, type Fields, fields, flag, list, number, text, time } from "./fields.ts";
import { condition, type KubeObject } from "./kube-object.ts";
import type { ContainerFact, PodFact, Termination } from "./pod-fact.ts";
import { referencesOf } from "./pod-references.ts";

/** A pod with its containers, references and owner in one shape. */
export function podFact(pod: KubeObject, now: number, blamed: ObjectRef): PodFact {
    const phase = text(pod.body, "status", "phase") ?? "";
    const reason = text(pod.body, "status", "reason") ?? "";
    const ready = condition(pod, "Ready")?.status === "True";
    return {
        ...pod,
        name: pod.ref.name,
        namespace: pod.ref.namespace ?? "",
        node: text(pod.body, "spec", "nodeName") ?? "",
        phase,
        reason,
        message: text(pod.body, "status", "message") ?? "",
        containers: containersOf(pod.body),
        references: referencesOf(fields(pod.body, "spec")),
        ready: ready || phase === "Succeeded",
        done: phase === "Succeeded" || (phase === "Failed" && blamed.kind !== "Job" && blamed.name !== pod.ref.name),
        deleting: text(pod.body, "metadata", "deletionTimestamp") !== undefined,
        ageMs: now - (time(pod.body, "metadata", "creationTimestamp") ?? now),
        blamed,
    };
}

const GROUPS = [
    { spec: "initContainers", status: "initContainerStatuses", type: "init" },
    { spec: "containers", status: "containerStatuses", type: "container" },
    { spec: "ephemeralContainers", status: "ephemeralContainerStatuses", type: "ephemeral" },
] as const;

function containersOf(body: Fields): readonly ContainerFact[] {
    return GROUPS.flatMap((group) => {
        const statuses = list(body, "status", group.status);
        const specs = list(body, "spec", group.spec);
        const named = specs.length > 0 ? specs : statuses;
        return named.map((spec, index) => {
            const name = text(spec, "name") ?? "";
            const found = statuses.findIndex((status) => text(status, "name") === name);
            const sidecar = group.type === "init" && text(spec, "restartPolicy") === "Always";
            return containerFact(spec, found < 0 ? undefined : statuses[found], {
                type: sidecar ? "sidecar" : group.type,
                pointer: found < 0 ? "" : `/status/${group.status}/${found}`,
                specPointer: `/spec/${group.spec}/${index}`,
            });
        });
    });
}

function containerFact(
    spec: unknown,
    status: unknown,
    place: Pick<ContainerFact, "type" | "pointer" | "specPointer">,
): ContainerFact {
    const state =
        (["waiting", "running", "terminated"] as const).find((each) => at(status, "state", each) !== undefined) ?? "unknown";
    const last =
        state === "terminated" ? termination(status, "state", place.pointer) : termination(status, "lastState", place.pointer);
    return {
        ...place,
        name: text(spec, "name") ?? "",
        image: text(spec, "image") ?? text(status, "image") ?? "",
        ready: flag(status, "ready") ?? false,
        started: flag(status, "started") ?? state === "running",
        restarts: number(status, "restartCount") ?? 0,
        state,
        reason: text(status, "state", state, "reason") ?? "",
        message: text(status, "state", state, "message") ?? "",
        ...(last === undefined ? {} : { last }),
        spec,
    };
}

function termination(status: unknown, state: "state" | "lastState", pointer: string): Termination | undefined {
    const ended = at(status, state, "terminated");
    if (ended === undefined || ended === null) return undefined;
    return {
        exitCode: number(ended, "exitCode") ?? 0,
        signal: number(ended, "signal") ?? 0,
        reason: text(ended, "reason") ?? "",
        message: text(ended, "message") ?? "",
        startedAt: text(ended, "startedAt") ?? "",
        at: text(ended, "finishedAt") ?? "",
        pointer: `${pointer}/${state}/terminated`,
    };
}
