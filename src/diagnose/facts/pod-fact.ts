import type { ObjectRef } from "../../core/evidence-ref.ts";
import type { KubeObject } from "./kube-object.ts";

/** A container of a pod with its status in one shape. */
export interface ContainerFact {
    readonly name: string;
    /** `sidecar`: an init container with restartPolicy Always (KEP-753). */
    readonly type: "init" | "sidecar" | "container" | "ephemeral";
    readonly image: string;
    readonly ready: boolean;
    readonly started: boolean;
    readonly restarts: number;
    readonly state: "waiting" | "running" | "terminated" | "unknown";
    /** Of the current state: `CrashLoopBackOff`, `ImagePullBackOff`, `Error`, `Completed`. */
    readonly reason: string;
    readonly message: string;
    /** The end that matters: of the current state when terminated, else of lastState. */
    readonly last?: Termination;
    /** `/status/containerStatuses/0`, or "" when the pod has no status of it yet. */
    readonly pointer: string;
    /** `/spec/containers/0`. */
    readonly specPointer: string;
    readonly spec: unknown;
}

/** How a container ended. `at` is finishedAt, `startedAt` when the run began; RFC 3339 or "". */
export interface Termination {
    readonly exitCode: number;
    readonly signal: number;
    readonly reason: string;
    readonly message: string;
    readonly startedAt: string;
    readonly at: string;
    /** `/status/containerStatuses/0/lastState/terminated`. */
    readonly pointer: string;
}

/** Something a pod refers to. `optional` ones may be missing. */
export interface Reference {
    readonly kind: "ConfigMap" | "Secret" | "PersistentVolumeClaim" | "ServiceAccount";
    readonly name: string;
    /** The key it wants; absent: all of it. */
    readonly key?: string;
    readonly optional: boolean;
    /** `volume data`, `env DATABASE_URL of container web`, `imagePullSecrets`. */
    readonly where: string;
    /** RFC 6901 into the pod. */
    readonly pointer: string;
}

/** A pod with what rules ask of it again and again. */
export interface PodFact extends KubeObject {
    readonly name: string;
    readonly namespace: string;
    /** "" when not scheduled. */
    readonly node: string;
    readonly phase: string;
    /** status.reason: `Evicted`, `NodeLost`. */
    readonly reason: string;
    readonly message: string;
    /** Init containers first, in the order they run. */
    readonly containers: readonly ContainerFact[];
    readonly references: readonly Reference[];
    /** Condition Ready is True, or it ended well. */
    readonly ready: boolean;
    /** phase Succeeded, or deleted or evicted and replaced: nothing to say about it. */
    readonly done: boolean;
    readonly deleting: boolean;
    /** Milliseconds from its creation to the archive's time. */
    readonly ageMs: number;
    /** Top-most owner. */
    readonly blamed: ObjectRef;
}
