import type { EvidenceRef } from "../core/evidence-ref.ts";
import type { Scope } from "../core/scope.ts";

/** The four layers of the support question (seeds/000), bottom first. Storage belongs to `kubernetes`. */
export type Layer = "talos" | "kubernetes" | "gitops" | "application";

/** Bottom first: a lower layer explains a higher one, never the other way round. */
export const LAYERS: readonly Layer[] = ["talos", "kubernetes", "gitops", "application"];

/** A piece of the archive that shows what a finding says. Lines count from 1, both ends included. */
export interface EvidencePointer {
    readonly ref: EvidenceRef;
    /** RFC 6901, into the object. */
    readonly pointer?: string;
    readonly lines?: readonly [number, number];
    /** The words themselves, at most three lines. */
    readonly quote?: string;
}
export type { EvidenceRef, Scope };
