/** Objects for scenarios, as the API server would give them; each function gives one YAML (JSON) document with its separator. */
type Fields = Readonly<Record<string, unknown>>;

/** Since when things are broken in the scenarios. */
export const BROKE = "2026-11-21T08:00:00Z";
/** The archive's time. */
export const TAKEN = "2026-11-21T09:00:00Z";

/** Any object. */
export function object(apiVersion: string, kind: string, place: string, rest: Fields = {}, metadata: Fields = {}): string {
    const [name, namespace] = place.split("/").reverse();
    const where = namespace === undefined ? {} : { namespace };
    return `${JSON.stringify({ apiVersion, kind, metadata: { name, ...where, creationTimestamp: "2026-11-01T08:00:00Z", ...metadata }, ...rest })}\n---\n`;
}

/** A Node that is ready, unless `conditions` say otherwise. */
export function node(name: string, conditions: readonly Fields[] = [], spec: Fields = {}): string {
    const types = new Set(conditions.map((condition) => condition.type));
    const ready = {
        type: "Ready",
        status: "True",
        reason: "KubeletReady",
        message: "kubelet is posting ready status",
        lastTransitionTime: "2026-11-01T08:00:00Z",
    };
    const status = {
        allocatable: { cpu: "4", memory: "8Gi", pods: "110" },
        conditions: types.has("Ready") ? conditions : [ready, ...conditions],
    };
    return object("v1", "Node", name, { spec, status }, { labels: { "kubernetes.io/hostname": name } });
}

/** The condition of a node whose kubelet fell silent. */
export const SILENT: Fields = {
    type: "Ready",
    status: "Unknown",
    reason: "NodeStatusUnknown",
    message: "Kubelet stopped posting node status.",
    lastTransitionTime: BROKE,
};

/** A Deployment with so many of its replicas ready. */
export function deployment(place: string, ready = 1, replicas = 1, podSpec: Fields = {}): string {
    const app = place.split("/").at(-1);
    return object(
        "apps/v1",
        "Deployment",
        place,
        {
            spec: {
                replicas,
                selector: { matchLabels: { app } },
                template: { metadata: { labels: { app } }, spec: { containers: [{ name: "main" }], ...podSpec } },
            },
            status: {
                observedGeneration: 1,
                replicas,
                readyReplicas: ready,
                availableReplicas: ready,
                updatedReplicas: replicas,
            },
        },
        { generation: 1 },
    );
}

export interface PodParts {
    /** Absent: `<app>-7d4b9c-x` of ReplicaSet `<app>-7d4b9c`. `static`: nobody owns it. */
    readonly name?: string;
    readonly owner?: "static" | "DaemonSet" | "StatefulSet";
    /** `null`: not scheduled. Absent: n1. */
    readonly node?: string | null;
    readonly ready?: boolean;
    readonly phase?: string;
    readonly conditions?: readonly Fields[];
    /** Of the container status. */
    readonly status?: Fields;
    readonly container?: Fields;
    readonly spec?: Fields;
    readonly ip?: string;
    readonly metadata?: Fields;
}

/** A pod of a workload, ready unless told otherwise. */
export function pod(place: string, parts: PodParts = {}): string {
    const [namespace = "", app = ""] = place.split("/");
    const owner =
        parts.owner === "static"
            ? []
            : [
                  {
                      apiVersion: "apps/v1",
                      kind: parts.owner ?? "ReplicaSet",
                      name: parts.owner ? app : `${app}-7d4b9c`,
                      controller: true,
                  },
              ];
    const ready = parts.ready ?? true;
    const running = { state: { running: { startedAt: "2026-11-01T08:00:00Z" } } };
    return object(
        "v1",
        "Pod",
        `${namespace}/${parts.name ?? `${app}-7d4b9c-x`}`,
        {
            spec: {
                ...(parts.node === null ? {} : { nodeName: parts.node ?? "n1" }),
                containers: [{ name: "main", image: "registry.example.com/app:1", ...parts.container }],
                ...parts.spec,
            },
            status: {
                phase: parts.phase ?? "Running",
                podIP: parts.ip ?? "10.244.0.9",
                conditions: [
                    {
                        type: "Ready",
                        status: ready ? "True" : "False",
                        reason: ready ? "" : "ContainersNotReady",
                        lastTransitionTime: BROKE,
                    },
                    ...(parts.conditions ?? []),
                ],
                containerStatuses:
                    parts.node === null ? [] : [{ name: "main", ready, restartCount: 0, ...running, ...parts.status }],
            },
        },
        { labels: { app, "pod-template-hash": "7d4b9c" }, ownerReferences: owner, ...parts.metadata },
    );
}

/** What a pod in a crash loop has. */
export const CRASHING: PodParts = {
    ready: false,
    status: {
        restartCount: 12,
        state: { waiting: { reason: "CrashLoopBackOff", message: "back-off 5m0s restarting failed container" } },
        lastState: {
            terminated: { exitCode: 1, reason: "Error", startedAt: "2026-11-21T08:58:00Z", finishedAt: "2026-11-21T08:58:05Z" },
        },
    },
};

/** What a pod has that the scheduler finds no node for. */
export function unschedulable(message: string): PodParts {
    return {
        node: null,
        phase: "Pending",
        ready: false,
        conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message, lastTransitionTime: BROKE }],
    };
}

/** What a pod has whose containers are not started yet. */
export const CREATING: PodParts = {
    ready: false,
    phase: "Pending",
    status: { state: { waiting: { reason: "ContainerCreating" } } },
};

export function service(
    place: string,
    clusterIP = "10.96.0.50",
    port = 80,
    selector: Fields = { app: place.split("/").at(-1) },
): string {
    return object("v1", "Service", place, { spec: { clusterIP, selector, ports: [{ port }] } });
}

/** A Warning about an object; `about` is `Pod msp/db-0`. */
export function warning(about: string, reason: string, message: string, lastTimestamp = "2026-11-21T08:55:00Z"): string {
    const [kind = "", place = ""] = about.split(" ");
    const [name, namespace] = place.split("/").reverse();
    const involvedObject = { kind, name, ...(namespace === undefined ? {} : { namespace }) };
    return object("v1", "Event", `${namespace ?? "default"}/${name}.${reason}.${message.length}`, {
        involvedObject,
        type: "Warning",
        reason,
        message,
        count: 7,
        firstTimestamp: BROKE,
        lastTimestamp,
    });
}
