import type { Bundle } from "../bundle/bundle.ts";
import { diagnose } from "../diagnose/diagnose.ts";
import type { Diagnosis } from "../diagnose/diagnosis.ts";
import { RULES } from "../diagnose/rules/index.ts";
import type { RedactedDocument } from "../redact/redacted.ts";
import type { Renderer } from "../redact/render.ts";

/** The verdict on what was collected, and the files that hold it. */
export interface Judged {
    readonly diagnosis?: Diagnosis;
    readonly documents: readonly RedactedDocument[];
}

/** Judges a bundle that is being written. What the verdict quotes has been redacted; its own words go through the nets once more. */
export async function judge(bundle: Bundle, renderer: Renderer, signal: AbortSignal): Promise<Judged> {
    const diagnosis = await diagnose(bundle, RULES, signal);
    const json = Buffer.from(`${JSON.stringify(diagnosis, undefined, 2)}\n`);
    return { diagnosis, documents: [await renderer.ours("diagnosis.json", json, signal)] };
}
