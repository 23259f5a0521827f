import type { Diagnosis } from "../diagnosis.ts";
import { html, type Markup } from "./markup.ts";
import type { PointType } from "./summary/summary.ts";

export type Status = Diagnosis["layers"][number]["status"];

/** A status as a shape of its own, so that it can be told without colour. A word stands beside it. */
export function statusMark(status: Status): Markup {
    return html`<svg class="mark ${status}" viewBox="-8 -8 16 16" aria-hidden="true"><use href="#status-${status}"/></svg>`;
}

/** The symbol of a kind of point on the timeline; filled for bad, hollow for the others, by class. */
export function pointSymbol(type: PointType): string {
    return `#point-${type}`;
}

/** The shapes that the page uses, drawn once. */
export const SYMBOLS: Markup = html`<svg class="symbols" width="0" height="0" aria-hidden="true"><defs>
<g id="status-broken"><path class="body" d="M-3.3 -8H3.3L8 -3.3V3.3L3.3 8H-3.3L-8 3.3V-3.3Z"/><path class="sign" d="M-3 -3L3 3M3 -3L-3 3"/></g>
<g id="status-degraded"><path class="body" d="M0 -7.5L8 6.5H-8Z"/><path class="sign" d="M0 -2.5V2M0 4V4.4"/></g>
<g id="status-healthy"><circle class="body" r="7.5"/><path class="sign" d="M-3.4 .3L-1 2.7L3.5 -2.6"/></g>
<g id="status-unknown"><circle class="ring" r="6.8"/><path class="ask" d="M-2.2 -1.6A2.2 2.2 0 1 1 0 .8V1.8M0 4V4.3"/></g>
<g id="status-absent"><circle class="ring dashed" r="6.8"/></g>
<circle id="point-event" r="4"/>
<rect id="point-condition" x="-3.6" y="-3.6" width="7.2" height="7.2"/>
<path id="point-restart" d="M0 -5L5 0L0 5L-5 0Z"/>
<path id="point-reconciliation" d="M-4.2 -4.4L5 0L-4.2 4.4Z"/>
<path id="point-service" d="M0 -5L4.8 3.9H-4.8Z"/>
</defs></svg>`;
