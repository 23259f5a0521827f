import type { Bundle } from "../bundle/bundle.ts";
import type { RedactedDocument } from "../redact/redacted.ts";
import type { Renderer } from "../redact/render.ts";
import type { CollectSpec } from "../spec/collect-spec.ts";

/** The verdict on what was collected: for people in a sentence, for the archive as files. */
export interface Judged {
    readonly verdict?: string;
    readonly documents: readonly RedactedDocument[];
}

/** Judges a bundle that is being written. */
export async function judge(
    _bundle: Bundle,
    _spec: CollectSpec,
    _renderer: Renderer,
    _now: () => Date,
    _signal: AbortSignal,
): Promise<Judged> {
    return { documents: [] };
}
