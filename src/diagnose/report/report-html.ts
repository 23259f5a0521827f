import type { Diagnosis } from "../diagnosis.ts";
import { pageDocument } from "./page-document.ts";
import { aboutSection } from "./sections/about.ts";
import { causesSection } from "./sections/causes.ts";
import { gapsSection } from "./sections/gaps.ts";
import { layersSection } from "./sections/layers.ts";
import { nodesSection } from "./sections/nodes.ts";
import { notesSection } from "./sections/notes.ts";
import { redactionsSection } from "./sections/redactions.ts";
import { storageSection } from "./sections/storage.ts";
import { timelineSection } from "./sections/timeline.ts";
import { unknownsSection } from "./sections/unknowns.ts";
import { verdictHeader } from "./sections/verdict.ts";
import type { ReportSummary } from "./summary/summary.ts";
import { clipped } from "./wording.ts";

/**
 * report.html: one page that needs nothing but itself, not even its script, below 2 MB whatever the cluster. The same input gives the
 * same page, to the byte.
 */
export function reportHtml(diagnosis: Diagnosis, summary: ReportSummary): string {
    const sections = [
        layersSection(diagnosis),
        causesSection(diagnosis),
        timelineSection(diagnosis, summary),
        nodesSection(summary),
        storageSection(summary),
        notesSection(diagnosis),
        unknownsSection(diagnosis),
        gapsSection(summary),
        redactionsSection(summary),
        aboutSection(summary),
    ].filter((section) => section !== undefined);
    return pageDocument({
        title: clipped(`${diagnosis.verdict.status}: ${diagnosis.verdict.says}`, 120),
        header: verdictHeader(diagnosis, summary),
        sections,
    });
}
