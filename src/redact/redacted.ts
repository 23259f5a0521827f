import type { EvidenceRef } from "../core/evidence-ref.ts";
import type { Gap } from "../core/gap.ts";
import type { Problem } from "../core/problem.ts";

declare const redacted: unique symbol;
/** The brand. Only redact/render.ts makes it (a test greps for the cast), so what was not redacted cannot be written. */
export interface Brand {
    readonly [redacted]: true;
}

/** How often each rule hid something: `{ "secret-data": 3, "known-value": 1 }`. Never a value. */
export type RedactionCounts = Readonly<Record<string, number>>;

/** One rendered piece of evidence inside a batch's buffer. */
export interface RedactedEntry {
    readonly ref: EvidenceRef;
    /** Bytes from the start of the batch. */
    readonly offset: number;
    readonly length: number;
    /** Hex, of these bytes. */
    readonly sha256: string;
    readonly redactions: RedactionCounts;
}

/** Many small entries in one buffer, as a worker rendered a page. */
export type RedactedBatch = Brand & {
    readonly type: "batch";
    readonly bytes: Uint8Array;
    readonly entries: readonly RedactedEntry[];
};

/** How a streamed entry ended. */
export interface StreamEnding {
    readonly redactions: RedactionCounts;
    /** Why it broke off, when it did. */
    readonly problem?: Problem;
    /** No protocol sign, but its last line has no end. */
    readonly mayBeCut: boolean;
    /** Only so many lines were asked for and came: there may be older ones. */
    readonly newestLines?: number;
}

/** One entry of unknown length. The newest `maxBytes` are kept; `ending` is valid once `chunks` is done (it never throws: trouble is in the ending). */
export type RedactedStream = Brand & {
    readonly type: "stream";
    readonly ref: EvidenceRef;
    readonly chunks: AsyncIterable<Uint8Array>;
    readonly maxBytes: number;
    ending(): StreamEnding;
};

/** A gap whose words have been through the nets too. */
export type RedactedGap = Brand & Gap;

/** A file of ours at the top of the archive, such as diagnosis.json. */
export type RedactedDocument = Brand & { readonly type: "document"; readonly name: string; readonly bytes: Uint8Array };

/** What the writer takes. */
export type Redacted = RedactedBatch | RedactedStream;
