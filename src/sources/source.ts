import type { KubernetesReader, Permission, ResourceType } from "../clients/kubernetes/reader.ts";
import type { TalosReader } from "../clients/talos/reader.ts";
import type { ClusterRef } from "../core/cluster-ref.ts";
import type { ApiRef, LogRef, MachineRef } from "../core/evidence-ref.ts";
import type { Absent, Gap } from "../core/gap.ts";
import type { Problem } from "../core/problem.ts";
import type { Scope } from "../core/scope.ts";
import type { CollectSpec } from "../spec/collect-spec.ts";

/** What one probe of a cluster found before anything is planned. */
export interface Inventory {
    readonly cluster: ClusterRef;
    /** `v1.36.3`; absent when /version did not answer. */
    readonly version?: string;
    /** Every listable resource in its one preferred version, no kind twice. Empty when the API is dead. */
    readonly resources: readonly ResourceType[];
    /** Names, where they may be listed; else what flags and context name. */
    readonly namespaces: readonly string[];
    /** Whether `namespaces` is all of them. */
    readonly allNamespaces: boolean;
    readonly nodes: readonly string[];
    /** The machines below; absent without a Talos context. */
    readonly talos?: { readonly nodes: readonly TalosNode[] };
    /** What the probe itself could not have. */
    readonly gaps: readonly Gap[];
}

/** A Talos machine, once, however many names led to it. */
export interface TalosNode {
    /** Its host name where the cluster's members tell it, else what it was asked for by: the name in `MachineRef.node`. */
    readonly name: string;
    /** What calls are addressed to. */
    readonly address: string;
    /** Every address and name known of it. */
    readonly addresses: readonly string[];
    readonly type?: "controlplane" | "worker";
    readonly foundIn: readonly ("talosconfig" | "flag" | "members" | "kubernetes")[];
    /** Why it cannot be asked anything; absent when it answered. */
    readonly problem?: Problem;
}

/** Read-only connections to one cluster. Absent: none was configured, or it could not be opened (then a gap says so). */
export interface Clients {
    /** The clock of this run. */
    readonly now: () => Date;
    readonly kubernetes?: KubernetesReader;
    readonly talos?: TalosReader;
}

/** What a list of Pods tells about containers: enough to ask for logs, and in which order. Read off each page by the renderer. */
export interface PodFound {
    readonly namespace: string;
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly node?: string;
    readonly healthy: boolean;
    readonly containers: readonly {
        readonly name: string;
        readonly type: "init" | "container" | "ephemeral";
        readonly restarts: number;
        /** It ran before this run: there may be a previous log. */
        readonly ranBefore: boolean;
        /** Why there can be no log yet, such as `ContainerCreating`; absent when it has started. */
        readonly notStarted?: string;
        readonly healthy: boolean;
    }[];
}

/** A list page, as received. `as: "events"` is laid out one file an event; `write: false` is only looked at (for PodFound). */
export interface RawPage {
    readonly type: "page";
    readonly cluster: ClusterRef;
    readonly apiVersion: string;
    readonly kind: string;
    readonly as: "objects" | "events";
    readonly write: boolean;
    readonly bytes: Uint8Array;
    /** The list may miss or repeat objects: its snapshot was lost. */
    readonly inconsistent?: boolean;
}

/** What is known of a log's completeness once it has come. */
export interface LogEnding {
    readonly mayBeCut: boolean;
    /** It began so many lines before its end because no more were asked for: there may be older ones. */
    readonly newestLines?: number;
}

/** A log as it streams in. `chunks` throws ProblemError when it breaks off; what came before it stands. */
export interface RawLog {
    readonly type: "log";
    readonly ref: LogRef | MachineRef;
    readonly chunks: AsyncIterable<Uint8Array>;
    /** The newest so many bytes are kept. */
    readonly maxBytes: number;
    /** After the last chunk: signs that the protocol hides. */
    ending?(): LogEnding;
}

/** One answer, whole. JSON is written as YAML; `text` and `yaml` as they are, after redaction. */
export interface RawDocument {
    readonly type: "document";
    readonly ref: ApiRef | MachineRef;
    readonly format: "json" | "yaml" | "text";
    readonly bytes: Uint8Array;
}

export type Raw = RawPage | RawLog | RawDocument;

/** One thing to collect. */
export interface Task {
    /** Unique and stable within a plan: `objects apps/v1 Deployment`. */
    readonly id: string;
    readonly source: string;
    /** For a person who watches: `Deployments (apps/v1)`. */
    readonly title: string;
    readonly about: Scope;
    readonly needs: readonly Permission[];
    readonly timeoutMs: number;
    /** Lower runs first: what a supporter looks at first survives a budget. See plan/rank.ts. */
    readonly rank: number;
    /** Tasks of one lane share a fate (a node's kubelet): when several in a row cannot reach it, the rest becomes gaps unasked. */
    readonly lane?: string;
    run(clients: Clients, signal: AbortSignal): AsyncIterable<Raw | Gap | Absent>;
}

/** Where evidence comes from. One file and one line in the registry. Planning is pure: no clock, no network. */
export interface Source {
    readonly name: string;
    readonly description: string;
    plan(spec: CollectSpec, inventory: Inventory): readonly Task[];
    /** More tasks, for pods that a list has shown. Asked once per page; never gives a task id twice. */
    follow?(pods: readonly PodFound[], spec: CollectSpec, inventory: Inventory): readonly Task[];
}

/** How a source says that it did not get something. */
export function gap(source: string, about: Scope, problem: Problem, takenAt: Date, partial = false): Gap {
    return { type: "gap", about, source, takenAt, problem, ...(partial ? { partial } : {}) };
}
