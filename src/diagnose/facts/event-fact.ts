import type { EventRef, ObjectRef } from "../../core/evidence-ref.ts";

/** One event, of either API (v1 or events.k8s.io), in one shape. */
export interface EventFact {
    readonly ref: EventRef | ObjectRef;
    /** What it is about. */
    readonly about: ObjectRef;
    readonly warning: boolean;
    readonly reason: string;
    readonly message: string;
    /** How often, at least 1. */
    readonly count: number;
    /** Milliseconds since 1970; 0 when the event does not say. */
    readonly firstAt: number;
    readonly lastAt: number;
    /** `kubelet`, `default-scheduler`, `kustomize-controller`. */
    readonly component: string;
}
