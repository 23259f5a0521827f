import { bar } from "../bar.ts";
import { html, type Markup } from "../markup.ts";
import type { Section } from "../section.ts";
import type { Gauge, NodeSummary, ReportSummary } from "../summary/summary.ts";
import { type Status, statusMark } from "../symbols.ts";
import { counted } from "../wording.ts";

const STATES: Readonly<Record<NodeSummary["state"], readonly [Status, string]>> = {
    ready: ["healthy", "Ready"],
    "not-ready": ["broken", "not Ready"],
    unknown: ["unknown", "state unknown"],
};

/** So many nodes are drawn in full, those in trouble first. */
const MOST_CARDS = 12;

/** The nodes: ready or not, what presses them, how full they are, and the services of their machines. */
export function nodesSection({ nodes: { items, left } }: ReportSummary): Section {
    const body = html`${items.length === 0 ? html`<p class="none">No node is in the archive.</p>` : html`<div class="cards">${items.slice(0, MOST_CARDS).map(card)}</div>`}${items.length > MOST_CARDS ? html`<ul class="chips">${items.slice(MOST_CARDS).map(chip)}</ul>` : undefined}${left > 0 ? html`<p class="left">${counted(left, "more node")}, all with less to say.</p>` : undefined}`;
    return { id: "nodes", title: "Nodes", count: items.length + left, body };
}

/** A node with little to say among many others. */
function chip({ name, state, remarks }: NodeSummary): Markup {
    const [status, word] = STATES[state];
    return html`<li>${statusMark(remarks.length > 0 && status === "healthy" ? "degraded" : status)} ${name}<span class="unseen"> ${word}</span></li>`;
}

function card({ name, state, about, remarks, gauges, services }: NodeSummary): Markup {
    const [plainStatus, word] = STATES[state];
    const status = plainStatus === "healthy" && remarks.length > 0 ? "degraded" : plainStatus;
    return html`<article class="card ${status}"><h3>${name}</h3>
<p class="state">${statusMark(status)} ${word}</p>
<p class="facts">${about}</p>
${remarks.length === 0 ? undefined : html`<ul class="remarks">${remarks.map((remark) => html`<li>${remark}</li>`)}</ul>`}
${gauges.length === 0 ? undefined : html`<dl class="gauges">${gauges.map(gauge)}</dl>`}
${services.length === 0 ? undefined : html`<ul class="services" aria-label="Talos services">${services.map(service)}</ul>`}
</article>`;
}

function gauge(each: Gauge): Markup {
    return html`<div><dt>${each.name}</dt><dd>${bar(each)}<span class="value">${each.says}${each.tone === "bad" ? html` <strong>nearly full</strong>` : undefined}</span></dd></div>`;
}

function service({ name, tone, says }: NodeSummary["services"][number]): Markup {
    const status: Status = tone === "bad" ? "broken" : tone === "good" ? "healthy" : "absent";
    return html`<li class="${tone}">${statusMark(status)} ${name}<span class="says">${tone === "good" ? html` <span class="unseen">${says}</span>` : ` ${says}`}</span></li>`;
}
