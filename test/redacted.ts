import { createHash } from "node:crypto";
import type { EvidenceRef } from "../src/core/evidence-ref.ts";
import type { Gap } from "../src/core/gap.ts";
import type {
    RedactedBatch,
    RedactedDocument,
    RedactedGap,
    RedactedStream,
    RedactionCounts,
    StreamEnding,
} from "../src/redact/redacted.ts";

/** Entries for a test to put; nothing looked into them. */
export function redactedBatch(
    entries: readonly { ref: EvidenceRef; text: string | Uint8Array; redactions?: RedactionCounts }[],
): RedactedBatch {
    const contents = entries.map(({ text }) => Buffer.from(text));
    let offset = 0;
    const placed = entries.map(({ ref, redactions }, index) => {
        const bytes = contents[index] ?? Buffer.alloc(0);
        const entry = { ref, offset, length: bytes.byteLength, sha256: sha256(bytes), redactions: redactions ?? {} };
        offset += bytes.byteLength;
        return entry;
    });
    // In memory of its own, as the real one gives it: who has written it gives that back.
    return { type: "batch", bytes: Uint8Array.from(Buffer.concat(contents)), entries: placed } as unknown as RedactedBatch;
}

export function redactedStream(
    ref: EvidenceRef,
    chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
    options: { maxBytes?: number; ending?: Partial<StreamEnding> } = {},
): RedactedStream {
    const ending: StreamEnding = { redactions: {}, mayBeCut: false, ...options.ending };
    const stream = {
        type: "stream",
        ref,
        chunks: iterate(chunks),
        maxBytes: options.maxBytes ?? Number.POSITIVE_INFINITY,
        ending: () => ending,
    };
    return stream as unknown as RedactedStream;
}

export function redactedGap(gap: Gap): RedactedGap {
    return gap as unknown as RedactedGap;
}

export function redactedDocument(name: string, text: string): RedactedDocument {
    return { type: "document", name, bytes: Buffer.from(text) } as unknown as RedactedDocument;
}

function sha256(bytes: Uint8Array): string {
    return createHash("sha256").update(bytes).digest("hex");
}

async function* iterate(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    yield* chunks;
}
