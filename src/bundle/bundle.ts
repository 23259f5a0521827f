import type { EvidenceRef } from "../core/evidence-ref.ts";
import type { Gap } from "../core/gap.ts";
import type { Scope } from "../core/scope.ts";
import type { Expectation } from "../spec/expectation.ts";

/** A piece of evidence that can be read. */
export interface Evidence {
    readonly ref: EvidenceRef;
    /** Where a person finds it, relative to the archive's top folder. */
    readonly path: string;
    /** The bytes as they were written, in pieces of at most about 1 MiB. */
    chunks(): AsyncIterable<Uint8Array>;
    /** All of it; throws ProblemError `damaged` above 64 MiB or when the archive lies. */
    bytes(): Promise<Uint8Array>;
    /** Objects, events and YAML or JSON documents, parsed; integers above 2^53 as bigint. Throws ProblemError `damaged`. */
    object(): Promise<unknown>;
    /** The log or document was kept in part: how it was cut. */
    readonly truncation?: Truncation;
}

/** What of an entry is missing. */
export interface Truncation {
    /** `limit`: the newest part within the byte limit is here; `broken`: it ended early; `may-be-cut`: it looks as if it did. */
    readonly type: "limit" | "broken" | "may-be-cut";
    readonly droppedBytes?: number;
    readonly because?: string;
}

/** An archive, a folder or another tool's bundle: the only thing that diagnosis, serve and viewer know. */
export interface Bundle {
    /** `casefile/v1`, `folder`, … */
    readonly format: string;
    /** When it was collected: "now" for every rule. */
    readonly takenAt: Date;
    /** Refs in a stable order (cluster, then path). */
    refs(scope?: Scope): AsyncIterable<EvidenceRef>;
    /** Evidence in the order that is cheapest to read (each compressed block once). */
    scan(scope?: Scope): AsyncIterable<Evidence>;
    /** Evidence, or the gap that says why not, or undefined: nothing of the kind was asked for or found. */
    read(ref: EvidenceRef): Promise<Evidence | Gap | undefined>;
    gaps(): AsyncIterable<Gap>;
    /** What was planned, so that "not there" can be told from "not asked for". */
    planned(): AsyncIterable<Scope>;
    /** What the profile expects that it was collected with, where that is known. */
    expected?(): Promise<Expectation | undefined>;
    /** A file of ours at the top (`diagnosis.json`, `report.html`), or undefined. */
    document(name: string): Promise<Uint8Array | undefined>;
    close(): Promise<void>;
}
