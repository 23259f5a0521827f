import type { Bundle } from "../bundle/bundle.ts";
import { MANAGEMENT } from "../core/cluster-ref.ts";
import { deadline } from "../core/deadline.ts";
import type { Gap } from "../core/gap.ts";
import { ProblemError } from "../core/problem.ts";
import { diagnosisOf } from "../diagnose/diagnose.ts";
import type { Diagnosis } from "../diagnose/diagnosis.ts";
import { judgeBundle } from "../diagnose/engine.ts";
import { reportHtml } from "../diagnose/report/report-html.ts";
import { reportSummary } from "../diagnose/report/report-summary.ts";
import type { ReportRun } from "../diagnose/report/summary/summary.ts";
import { RULES } from "../diagnose/rules/index.ts";
import type { RedactedDocument, RedactedGap } from "../redact/redacted.ts";
import type { Renderer } from "../redact/render.ts";
import { gap } from "../sources/source.ts";

/** The verdict on what was collected, and the files that hold it. `gaps`: why there is none. */
export interface Judged {
    readonly diagnosis?: Diagnosis;
    readonly documents: readonly RedactedDocument[];
    readonly gaps: readonly RedactedGap[];
}

export const NOT_JUDGED: Judged = { documents: [], gaps: [] };

/** An archive is sealed without a verdict rather than late. */
const TIMEOUT_MS = 120_000;

/**
 * Judges a bundle that is being written. What the verdict quotes has been redacted; its own words go through the nets once more. A
 * defect of a rule costs the verdict, never the archive.
 */
export async function judge(bundle: Bundle, run: ReportRun, renderer: Renderer, now: () => Date): Promise<Judged> {
    const late = () =>
        new ProblemError({
            code: "timeout",
            message: `judging took longer than ${TIMEOUT_MS / 1000} s`,
            hint: "casefile diagnose ARCHIVE",
        });
    using limit = deadline(new AbortController().signal, TIMEOUT_MS, late);
    try {
        return await judged(bundle, run, renderer, limit.signal);
    } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        const problem =
            error instanceof ProblemError
                ? error.problem
                : { code: "bug" as const, message: `judging failed: ${message}`, cause: error };
        return {
            documents: [],
            gaps: [renderer.gap(gap("diagnose", { cluster: MANAGEMENT, type: "api", path: "diagnosis.json" }, problem, now()))],
        };
    }
}

async function judged(bundle: Bundle, run: ReportRun, renderer: Renderer, signal: AbortSignal): Promise<Judged> {
    const judgement = await judgeBundle(bundle, RULES, signal);
    const diagnosis = diagnosisOf(judgement, bundle.takenAt);
    const missing: Gap[] = [];
    for await (const one of bundle.gaps()) missing.push(one);
    const page = reportHtml(diagnosis, reportSummary(judgement.facts, missing, run));
    const json = `${JSON.stringify(diagnosis, undefined, 2)}\n`;
    const documents = [
        await renderer.ours("diagnosis.json", Buffer.from(json), signal),
        await renderer.ours("report.html", Buffer.from(page), signal),
    ];
    return { diagnosis, documents, gaps: [] };
}
