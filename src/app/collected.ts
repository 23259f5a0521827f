import type { Gap } from "../core/gap.ts";
import type { Diagnosis } from "../diagnose/diagnosis.ts";

/** A sealed archive, for whoever asked for it. */
export interface Collected {
    /** `-` when it went to a stream. */
    readonly path: string;
    /** Of the archive. */
    readonly bytes: number;
    readonly entries: number;
    readonly gaps: readonly Gap[];
    /** What a user should know besides: what was not done, which net was absent. */
    readonly notes: readonly string[];
    readonly milliseconds: number;
    /** When it was asked for. */
    readonly diagnosis?: Diagnosis;
}
