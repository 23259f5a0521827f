import type { DiagnosisRoot, DiagnosisSymptom } from "../diagnosis.ts";
import { LAYERS } from "../layer.ts";
import { axisTicks } from "./axis-ticks.ts";
import { percent } from "./bar.ts";
import { html, type Markup } from "./markup.ts";
import type { PointType, TimelinePoint } from "./summary/summary.ts";
import { pointSymbol } from "./symbols.ts";
import { type TimeScale, timeScale } from "./time-scale.ts";
import { counted, utc } from "./wording.ts";

const TYPES: readonly PointType[] = ["service", "condition", "event", "restart", "reconciliation"];
const TYPE_WORDS: Readonly<Record<PointType, string>> = {
    service: "services",
    condition: "conditions",
    event: "events",
    restart: "ended containers",
    reconciliation: "reconciliations",
};

/** Pixels. Across, everything is in percent, so that text keeps its size on any screen. */
const TOP = 24;
const ROW = 30;
const AXIS = 26;

/** The names of the rows, to stand beside the drawing, each as high as its row. */
export function timelineLanes(points: readonly TimelinePoint[]): Markup {
    return html`<ol class="lanes" aria-hidden="true">${rowsOf(points).map(
        ({ first, layer, words }) =>
            html`<li${first ? html` class="first"` : undefined}><strong>${first ? layer : undefined}</strong> ${words}</li>`,
    )}</ol>`;
}

/** The timeline as SVG: rows of layer and type, marks at their time, the causes as numbered lines. The script adds zoom and details. */
export function timelineDrawing(points: readonly TimelinePoint[], roots: readonly DiagnosisRoot[], takenAt: number): Markup {
    const starts = firstSigns(roots);
    const oldest = Math.min(takenAt - 60e3, ...points.map(({ at }) => at), ...starts.map(({ at }) => at));
    const scale = timeScale(oldest, takenAt);
    const rows = rowsOf(points);
    const height = TOP + rows.length * ROW;
    const bad = points.filter(({ tone }) => tone === "bad").length;
    return html`<svg class="drawing" width="100%" height="${height + AXIS}" role="group" aria-label="Timeline from ${utc(oldest)} to ${utc(takenAt)}: ${counted(points.length, "mark")}, ${bad} of them for what went wrong" data-oldest="${oldest}" data-height="${height}">
<g class="ticks" aria-hidden="true">${axisTicks(oldest, takenAt, scale).map(
        ({ at, words, minor }) =>
            html`<g class="tick${minor ? " minor" : ""}" ><line x1="${percent(at)}" x2="${percent(at)}" y1="${TOP}" y2="${height}"/><text x="${percent(at)}" y="${height + 17}"${at > 0.96 ? html` text-anchor="end"` : at < 0.04 ? html` text-anchor="start"` : html` text-anchor="middle"`}>${words}</text></g>`,
    )}</g>
${rows.map((row, index) => drawRow(row, TOP + index * ROW, scale))}
<g class="starts">${merged(starts, scale).map(
        ({ at, ranks }) =>
            html`<a href="#cause-${ranks[0] ?? 1}" aria-label="Cause ${ranks.join(", ")} first showed ${utc(at)}" data-at="${at}" data-ranks="${ranks.join(" ")}"><line x1="${percent(scale(at))}" x2="${percent(scale(at))}" y1="${TOP - 6}" y2="${height}"/><text x="${percent(scale(at))}" y="${TOP - 10}" text-anchor="${scale(at) < 0.03 ? "start" : "middle"}">${ranks.length > 3 ? `${ranks.slice(0, 3).join(" ")} …` : ranks.join(" ")}</text></a>`,
    )}</g>
</svg>`;
}

interface Row {
    readonly first: boolean;
    readonly layer: string;
    readonly words: string;
    readonly points: readonly TimelinePoint[];
}

/** The layers as they stand on each other, the application on top; only rows with something in them. */
function rowsOf(points: readonly TimelinePoint[]): Row[] {
    return LAYERS.toReversed().flatMap((layer) =>
        TYPES.map((type) => ({ type, points: points.filter((point) => point.layer === layer && point.type === type) }))
            .filter((row) => row.points.length > 0)
            .map((row, index) => ({ first: index === 0, layer, words: TYPE_WORDS[row.type], points: row.points })),
    );
}

function drawRow({ first, layer, words, points }: Row, top: number, scale: TimeScale): Markup {
    const middle = top + ROW / 2 + 4;
    return html`<g class="row" role="group" aria-label="${layer} ${words}"><line class="${first ? "border" : "rule"}" x1="0" x2="100%" y1="${top}" y2="${top}"/>
${badLast(points).map((point) => drawPoint(point, middle, scale))}</g>
`;
}

/** So that what went wrong lies on top. */
function badLast(points: readonly TimelinePoint[]): TimelinePoint[] {
    return points.toSorted((a, b) => Number(a.tone === "bad") - Number(b.tone === "bad"));
}

function drawPoint(point: TimelinePoint, y: number, scale: TimeScale): Markup {
    const { at, until, type, tone, title, detail, count, together } = point;
    const times = count > 1 ? `${counted(count, "time")}${until === undefined ? "" : `, the last ${utc(until)}`}. ` : "";
    const x = percent(scale(at));
    const span =
        until === undefined || scale(until) - scale(at) < 0.004
            ? undefined
            : html`<line class="span ${tone}" x1="${x}" x2="${percent(scale(until))}" y1="${y}" y2="${y}" data-from="${at}" data-to="${until}"/>`;
    const words = html`<title>${utc(at)} · ${title}. ${times}${detail}</title>`;
    if (together !== undefined)
        return html`${span}${drawHeap(together, html`class="point ${tone}" x="${x}" data-at="${at}" role="img"`, y, words)}`;
    return html`${span}<use href="${pointSymbol(type)}" class="point ${tone}" x="${x}" y="${y}" data-at="${at}" role="img">${words}</use>`;
}

/** Several points as one: a bar, the higher the more. */
function drawHeap(points: number, attributes: Markup, y: number, words: Markup): Markup {
    const height = Math.min(ROW - 4, 6 + Math.round(2.5 * Math.log2(points)));
    return html`<rect ${attributes} y="${y - height / 2}" width="5" height="${height}" transform="translate(-2.5 0)">${words}</rect>`;
}

interface Start {
    readonly at: number;
    readonly ranks: readonly number[];
}

/** When each cause showed first: its own time or the earliest of what follows from it. */
function firstSigns(roots: readonly DiagnosisRoot[]): Start[] {
    return roots.slice(0, 9).flatMap((root, index) => {
        const times = sinceOf(root)
            .map((each) => Date.parse(each))
            .filter((each) => !Number.isNaN(each));
        return times.length === 0 ? [] : [{ at: Math.min(...times), ranks: [index + 1] }];
    });
}

function sinceOf({ since, symptoms }: Pick<DiagnosisSymptom, "since" | "symptoms">): string[] {
    return [...(since === undefined ? [] : [since]), ...symptoms.flatMap(sinceOf)];
}

/** Causes that showed at nearly the same time share a line, so that their numbers can be read. */
function merged(starts: readonly Start[], scale: TimeScale): Start[] {
    const found: Start[] = [];
    for (const start of starts.toSorted((a, b) => a.at - b.at)) {
        const last = found.at(-1);
        if (last !== undefined && scale(start.at) - scale(last.at) < 0.025)
            found[found.length - 1] = { at: last.at, ranks: [...last.ranks, ...start.ranks].sort((a, b) => a - b) };
        else found.push(start);
    }
    return found;
}
