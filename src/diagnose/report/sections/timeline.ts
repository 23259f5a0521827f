import type { Diagnosis } from "../../diagnosis.ts";
import { html, type Markup } from "../markup.ts";
import type { Section } from "../section.ts";
import type { PointType, ReportSummary, TimelinePoint } from "../summary/summary.ts";
import { pointSymbol } from "../symbols.ts";
import { timelineDrawing, timelineLanes } from "../timeline-drawing.ts";
import { counted, utc } from "../wording.ts";

const MOST_LISTED = 120;

/** What happened when, drawn: a row for each layer and kind of happening on one axis of time. */
export function timelineSection({ roots }: Diagnosis, { timeline, run }: ReportSummary): Section | undefined {
    if (timeline.length === 0) return undefined;
    const telling = timeline.filter(({ tone }) => tone === "bad");
    const listed = (telling.length > 0 ? telling : timeline).slice(-MOST_LISTED);
    const body = html`<p class="legend">${Object.entries(LEGEND).map(([type, words]) => legend(type, words, timeline))}${telling.length === 0 ? undefined : html`<span><svg viewBox="-6 -6 12 12" class="key bad" aria-hidden="true"><use href="#point-event"/></svg> filled: something went wrong</span>`}</p>
<div class="tools" data-tools="timeline"></div>
<figure class="timeline" data-taken="${Date.parse(run.takenAt)}">
${timelineLanes(timeline)}
${timelineDrawing(timeline, roots, Date.parse(run.takenAt))}
<figcaption class="detail" data-detail>Time runs to the right, by the logarithm of the age: the last hour has as much room as the days before it. Numbers mark when each cause first showed.</figcaption>
</figure>
<details><summary>The same as a list <span class="count">${listed.length}</span></summary><ol class="plain times">${listed.map(listItem)}</ol></details>`;
    return { id: "timeline", title: "Timeline", body };
}

const LEGEND: Readonly<Record<PointType, string>> = {
    service: "Talos service",
    condition: "condition changed",
    event: "event",
    restart: "container ended",
    reconciliation: "Flux deployed or fetched",
};

function legend(type: string, words: string, timeline: readonly TimelinePoint[]): Markup | undefined {
    const point = timeline.find((each) => each.type === type);
    if (point === undefined) return undefined;
    return html`<span><svg viewBox="-6 -6 12 12" class="key plain" aria-hidden="true"><use href="${pointSymbol(point.type)}"/></svg> ${words}</span>`;
}

function listItem({ at, until, layer, title, detail, count }: TimelinePoint): Markup {
    const times = count > 1 ? ` (${counted(count, "time")}${until === undefined ? "" : `, last ${utc(until)}`})` : "";
    return html`<li><time datetime="${new Date(at).toISOString()}">${utc(at)}</time> <span class="tag">${layer}</span> <strong>${title}</strong>${detail === "" ? "" : ` ${detail}`}${times}</li>`;
}
