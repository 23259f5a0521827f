import type { ClusterRef } from "../../../core/cluster-ref.ts";
import type { Layer } from "../../layer.ts";

/**
 * What the page tells besides the diagnosis: plain data (JSON and back changes nothing), bounded in size whatever the cluster.
 * Times are milliseconds since 1970 unless they are strings (RFC 3339).
 */
export interface ReportSummary {
    readonly run: ReportRun;
    readonly clusters: readonly ClusterSummary[];
    readonly timeline: readonly TimelinePoint[];
    readonly nodes: Bounded<NodeSummary>;
    readonly claims: Bounded<ClaimSummary>;
    readonly volumes: Bounded<VolumeSummary>;
    readonly classes: Bounded<ClassSummary>;
    readonly gaps: readonly GapGroup[];
    readonly redactions: RedactionSummary;
}

/** The first of many, those in trouble before the others; `left` more there are. */
export interface Bounded<T> {
    readonly items: readonly T[];
    readonly left: number;
}

/** What is known of the run that made the archive; a `Manifest` has it all, another tool's bundle only the time. */
export interface ReportRun {
    readonly takenAt: string;
    readonly startedAt?: string;
    readonly tool?: { readonly name: string; readonly version: string };
    /** Name of the profile or Techsupport. */
    readonly spec?: string;
    readonly clusters?: readonly { readonly cluster: ClusterRef; readonly serverVersion?: string }[];
    readonly nets?: readonly { readonly name: string; readonly on: boolean; readonly because?: string }[];
    /** How often each rule of redaction hid something in the whole archive. */
    readonly redactions?: Readonly<Record<string, number>>;
    readonly notes?: readonly string[];
}

export interface ClusterSummary {
    readonly name: string;
    readonly version?: string;
    readonly nodes: number;
    readonly pods: number;
    readonly objects: number;
    readonly machines: number;
}

export type PointType = "service" | "event" | "condition" | "reconciliation" | "restart";
export type Tone = "bad" | "good" | "plain";

/** Something that happened, or several alike that happened close together. */
export interface TimelinePoint {
    readonly at: number;
    /** When it happened last, if more than once. */
    readonly until?: number;
    readonly layer: Layer;
    readonly type: PointType;
    readonly tone: Tone;
    /** `Pod msp/db-0: FailedScheduling`. */
    readonly title: string;
    readonly detail: string;
    /** How often it happened. */
    readonly count: number;
    /** So many different points stand here as one. */
    readonly together?: number;
}

/** How full something is. */
export interface Gauge {
    readonly name: string;
    /** 0 to 1 (more: promised more than there is). */
    readonly share: number;
    /** A second value on the same bar, such as what is used of what was asked for. */
    readonly mark?: number;
    readonly says: string;
    readonly tone: Tone;
}

export interface NodeSummary {
    readonly name: string;
    readonly state: "ready" | "not-ready" | "unknown";
    /** `control-plane · v1.35.2 · Talos (v1.12.0)`. */
    readonly about: string;
    /** What is not as usual: `NotReady since …: message`, `cordoned`, `DiskPressure`. */
    readonly remarks: readonly string[];
    readonly gauges: readonly Gauge[];
    /** Of the Talos machine, when it was asked. */
    readonly services: readonly { readonly name: string; readonly tone: Tone; readonly says: string }[];
}

/** A step of the way from a claim to what provides it. */
export interface Link {
    readonly kind: string;
    readonly name: string;
    readonly says: string;
    readonly tone: Tone;
}

export interface ClaimSummary {
    readonly name: string;
    /** The claim, its volume, its class. */
    readonly links: readonly Link[];
    readonly fill?: Gauge;
    readonly usedBy: readonly string[];
    readonly tone: Tone;
}

/** A volume that no claim uses. */
export interface VolumeSummary {
    readonly name: string;
    readonly says: string;
    readonly tone: Tone;
}

export interface ClassSummary {
    readonly name: string;
    readonly provisioner: string;
    readonly isDefault: boolean;
    readonly claims: number;
}

/** What could not be had for one reason. */
export interface GapGroup {
    readonly code: string;
    readonly count: number;
    readonly items: readonly { readonly about: string; readonly message: string; readonly partial: boolean }[];
    readonly hints: readonly string[];
}

export interface RedactionSummary {
    readonly nets: readonly { readonly name: string; readonly on: boolean; readonly because?: string }[];
    /** The most first; absent: nobody counted. */
    readonly counts?: readonly { readonly rule: string; readonly net: string; readonly count: number }[];
}
