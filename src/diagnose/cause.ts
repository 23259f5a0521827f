import type { ObjectRef } from "../core/evidence-ref.ts";

/** How the subject hangs on the other object. The subject of the sentence is the finding: it mounts, it runs on, it is owned by. */
export type Relation =
    | "owns"
    | "mounts"
    | "runs-on"
    | "depends-on"
    | "source-of"
    | "endpoint-of"
    | "reads-secret"
    | "reads-config"
    | "calls-webhook"
    | "waits-for"
    | "provisioned-by"
    | "bound-to"
    | "manages"
    | "limited-by"
    | "served-by"
    | "scheduled-by"
    | "resolves-with"
    | "runs-as"
    | "same-object";

/** An object that the finding may be a consequence of. */
export interface Cause {
    readonly relation: Relation;
    readonly ref: ObjectRef;
    /** Only findings of these rules explain it: ids or their beginnings (`kubernetes.node`). Absent: any. */
    readonly only?: readonly string[];
    /** Look at this object alone, not at what it needs in turn. */
    readonly direct?: boolean;
}
