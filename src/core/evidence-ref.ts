import { type ClusterRef, clusterName } from "./cluster-ref.ts";

/** A Kubernetes object. `namespace` is absent for cluster-scoped kinds. */
export interface ObjectRef {
    readonly cluster: ClusterRef;
    readonly type: "object";
    readonly apiVersion: string;
    readonly kind: string;
    readonly namespace?: string;
    readonly name: string;
}

/** The log of one run of one container, init and ephemeral ones included. */
export interface LogRef {
    readonly cluster: ClusterRef;
    readonly type: "log";
    readonly namespace: string;
    readonly pod: string;
    readonly container: string;
    readonly previous: boolean;
}

/**
 * One event. `time` is the newest of series, last and event time, UTC, to the second: `2025-01-03T09:08:41Z`; `component` is
 * source.component or reportingController. `ordinal` tells apart events that share both: 1 for the first.
 */
export interface EventRef {
    readonly cluster: ClusterRef;
    readonly type: "event";
    readonly namespace: string;
    readonly time: string;
    readonly component: string;
    readonly ordinal: number;
}

/** A part of what a Talos node said: `section` is a relative path with its extension, such as `services.yaml` or `logs/kubelet.log`. */
export interface MachineRef {
    readonly cluster: ClusterRef;
    readonly type: "machine";
    readonly node: string;
    readonly section: string;
}

/** A fact about the cluster as a whole: `path` is a relative path with its extension, such as `version.yaml` or `nodes/n1/stats-summary.yaml`. */
export interface ApiRef {
    readonly cluster: ClusterRef;
    readonly type: "api";
    readonly path: string;
}

/** What a piece of evidence is and of which cluster. Where it lies in an archive only bundle/layout.ts knows. */
export type EvidenceRef = ObjectRef | LogRef | EventRef | MachineRef | ApiRef;

/** One string per piece of evidence, equal exactly when the refs are: for maps and for a stable order. */
export function evidenceKey(ref: EvidenceRef): string {
    return [clusterName(ref.cluster), ref.type, ...parts(ref)].join("\u0000");
}

function parts(ref: EvidenceRef): string[] {
    switch (ref.type) {
        case "object":
            return [ref.apiVersion, ref.kind, ref.namespace ?? "", ref.name];
        case "log":
            return [ref.namespace, ref.pod, ref.container, ref.previous ? "previous" : ""];
        case "event":
            return [ref.namespace, ref.time, ref.component, String(ref.ordinal)];
        case "machine":
            return [ref.node, ref.section];
        case "api":
            return [ref.path];
        default:
            return ref satisfies never;
    }
}

/** The same evidence in words for a person: `Pod msp/db-0`, `log of msp/db-0 container postgres (previous)`. */
export function evidenceTitle(ref: EvidenceRef): string {
    switch (ref.type) {
        case "object":
            return `${ref.kind} ${ref.namespace === undefined ? "" : `${ref.namespace}/`}${ref.name}`;
        case "log":
            return `log of ${ref.namespace}/${ref.pod} container ${ref.container}${ref.previous ? " (previous)" : ""}`;
        case "event":
            return `event ${ref.namespace} ${ref.time} ${ref.component}`;
        case "machine":
            return `Talos node ${ref.node} ${ref.section}`;
        case "api":
            return `cluster ${ref.path}`;
        default:
            return ref satisfies never;
    }
}
