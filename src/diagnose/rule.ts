/**
 * The contract between a rule and the engine. How to write one: docs/writing-rules.md.
 *
 * A rule looks at the facts of one cluster and yields findings. It never decides what the root of the trouble is: it says what
 * is wrong with ONE object, how much its own sentence explains (`role`), and on which other objects that may depend (`dueTo`).
 * The engine then folds each finding under the finding that caused it, over any number of healthy objects in between.
 */
import type { EvidenceRef, ObjectRef } from "../core/evidence-ref.ts";
import type { Scope } from "../core/scope.ts";
import type { Cause, Relation } from "./cause.ts";
import type { Facts } from "./facts/facts.ts";
import type { Layer } from "./layer.ts";

export type { Cause, Relation } from "./cause.ts";
export { LAYERS, type Layer } from "./layer.ts";

/** A piece of the archive that shows what a finding says. Lines count from 1, both ends included. */
export interface EvidencePointer {
    readonly ref: EvidenceRef;
    /** RFC 6901, into the object. */
    readonly pointer?: string;
    readonly lines?: readonly [number, number];
    /** The words themselves, at most three lines. */
    readonly quote?: string;
}

/**
 * - `critical`: something does not work now. `warning`: it works in part, or hurts now.
 * - `info`: a remark or a risk (suspended, scaled to zero, expires in 20 days). Never alarms by itself; it becomes a root only
 *   when it is the cause of something that is broken.
 */
export type Severity = "critical" | "warning" | "info";

/**
 * How much the finding explains by itself; the engine ranks roots by it.
 * - `cause`: the fault itself; changing the subject mends it (StorageClass that does not exist, tag that is not in the registry)
 * - `failure`: the subject fails and says how, yet the reason may lie elsewhere (crash loop with "connection refused to db")
 * - `symptom`: the subject only reports that something else is not right (HelmRelease timed out, Service without endpoints)
 */
export type Role = "cause" | "failure" | "symptom";

/** What a rule yields. The engine adds the rule's id and layer. */
export interface Finding {
    /** One of the rule's `variants`; the finding's id is then `<rule>.<variant>`. */
    readonly variant?: string;
    readonly severity: Severity;
    readonly role: Role;
    /** 0 to 1; absent: 0.95 for a cause, 0.8 for a failure, 0.5 for a symptom. */
    readonly confidence?: number;
    /**
     * The object to change: for a pod's fault its top-most owner (`facts.blamed(pod)`), for a missing object that object
     * (`refOf`), for a machine `machineRef`.
     */
    readonly subject: ObjectRef;
    /** One sentence that a person understands, with the deciding fact (the name, the number, the message) in it. */
    readonly says: string;
    /** The next step: a command with the names filled in, and what to change. */
    readonly hint: string;
    readonly evidence: readonly EvidencePointer[];
    /** Objects this may be a consequence of, the likeliest first. A finding of role `cause` mostly has none. */
    readonly dueTo?: readonly Cause[];
    /**
     * Only findings whose way to the subject ends in one of these relations are a consequence of this one: a cordoned Node explains
     * what cannot be scheduled, not what runs on it and crashes. Absent: any.
     */
    readonly explains?: readonly Relation[];
    /**
     * Findings about these objects are a consequence of this one, whatever they say themselves: a policy that cuts a workload off, a full
     * etcd. `only` names the rules of the consequences; without it findings of role cause are left alone. `"all"`: everything that
     * nothing else explains and that is no fault in itself.
     */
    readonly affects?: readonly Cause[] | "all";
    /** Where the cause would be seen. When a gap covers it and no cause was found, the verdict says unknown instead of blaming the subject. */
    readonly causeIn?: readonly Scope[];
    /** It usually passes by itself (a rollout, "dependency not ready"): a symptom or a remark, never a root. */
    readonly transient?: boolean;
    /** When it broke, RFC 3339: what broke first ranks higher. */
    readonly since?: string;
    /** Where the subject lives, when that is not the rule's layer (`facts.layerOf(ref)` for workloads). */
    readonly layer?: Layer;
}

/** What a finding means and how to mend it, for `casefile explain` and docs/rules.md. Whole sentences, Markdown. */
export interface Explanation {
    /** A few words: "StorageClass does not exist". */
    readonly title: string;
    readonly means: string;
    readonly fix: string;
}

/** One file, one rule. Stateless; two runs over the same facts yield the same findings in the same order. */
export interface Rule extends Explanation {
    /** `<area>.<what>`, lower case and hyphens, stable for ever: `storage.class-missing`. */
    readonly id: string;
    readonly layer: Layer;
    /** The upstream document of the conditions, reasons or messages it reads: a URL or a file of the upstream repository. */
    readonly source: string;
    /** Findings of the rule that have an explanation of their own; the key is the last part of the id. */
    readonly variants?: Readonly<Record<string, Explanation>>;
    /**
     * What it cannot judge without: kinds (`Pod`, `Deployment.apps`; without a group: any) or `events`, `logs`, `machine`, `api`.
     * A gap in one of them makes the rule answer unknown.
     */
    readonly reads: readonly string[];
    /** Kinds it also looks at, without which it still judges. Kinds in neither list may be left out of the facts. */
    readonly mayRead?: readonly string[];
    check(facts: Facts): Iterable<Finding>;
}

/** A finding with its rule's id (and variant) and layer, as the engine and the reports have it. */
export interface Judged extends Finding {
    readonly rule: string;
    readonly layer: Layer;
    readonly confidence: number;
}
