import type { Expectation } from "./expectation.ts";

/** One label condition in Sveltos' words: `Different` also matches objects that lack the label (contracts: Techsupport 2.1). */
export interface LabelFilter {
    readonly key: string;
    readonly operation: "Equal" | "Different" | "Has" | "DoesNotHave";
    readonly value?: string;
}

/** metav1.LabelSelector. */
export interface LabelSelector {
    readonly matchLabels?: Readonly<Record<string, string>>;
    readonly matchExpressions?: readonly {
        readonly key: string;
        readonly operator: string;
        readonly values?: readonly string[];
    }[];
}

/** Which objects: Sveltos' ResourceSelector; "*" for group, version and kind is ours. `namespace` "" or absent means all. */
export interface ResourceSelector {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
    readonly namespace?: string;
    readonly name?: string;
    readonly labelFilters?: readonly LabelFilter[];
    readonly selector?: LabelSelector;
    readonly evaluate?: string;
    readonly evaluateCEL?: readonly { readonly name: string; readonly rule: string }[];
}

/** Which logs: Sveltos' Log; `container`, `tailLines`, `limitBytes`, `previous` and `selector` are ours. */
export interface LogSelector {
    readonly namespace?: string;
    readonly name?: string;
    readonly labelFilters?: readonly LabelFilter[];
    readonly selector?: LabelSelector;
    readonly sinceSeconds?: number;
    readonly container?: string;
    readonly tailLines?: number;
    /** Bytes; the newest part is kept. */
    readonly limitBytes?: number;
    /** Absent means: yes, where there was a previous run. */
    readonly previous?: boolean;
}

/** Which events: Sveltos' Event. */
export interface EventSelector {
    readonly namespace?: string;
    readonly type?: "Normal" | "Warning";
}

/** What to collect of one cluster. */
export interface ClusterSpec {
    readonly resources: readonly ResourceSelector[];
    /** Kinds and namespaces that `resources` would take and shall not. */
    readonly exclude: readonly ResourceSelector[];
    readonly logs: readonly LogSelector[];
    readonly events: readonly EventSelector[];
}

/** What a user adds to the redaction: key names, RE2 patterns, literal values to hide; values to keep; identifier classes to replace. */
export interface RedactSpec {
    readonly keys: readonly string[];
    readonly patterns: readonly string[];
    readonly values: readonly string[];
    readonly keep: readonly string[];
    readonly hide: readonly ("ip" | "hostname" | "email")[];
}

/** One run, with every default filled in: what a Profile, a Techsupport and the flags come to. */
export interface CollectSpec {
    /** Name of the profile or Techsupport it came from. */
    readonly name: string;
    readonly fromManagement: ClusterSpec;
    readonly talos: {
        readonly when: "available" | "never" | "required";
        readonly talosconfig?: string;
        readonly context?: string;
        readonly nodes?: readonly string[];
    };
    readonly budget: {
        /** Of the whole run. */
        readonly timeoutMs: number;
        /** Of the archive on disk. */
        readonly maxBytes: number;
        /** Of one container's log, as the API gives it. */
        readonly maxLogBytes: number;
    };
    readonly redact: RedactSpec;
    readonly managedFields: boolean;
    /** Oldest log line and event asked for; absent means no limit. */
    readonly sinceSeconds?: number;
    /** What this appliance must have; diagnosis reads it and nobody else. */
    readonly expect?: Expectation;
}
