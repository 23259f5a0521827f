import { html, type Markup } from "./markup.ts";
import type { Gauge } from "./summary/summary.ts";

/** How full something is, drawn as a bar; the words beside it say the same. */
export function bar({ share, mark, tone }: Gauge): Markup {
    return html`<svg class="bar ${tone}" aria-hidden="true"><rect class="whole" width="100%" height="100%"/><rect class="part" width="${percent(share)}" height="100%"/>${
        mark === undefined ? undefined : html`<line class="use" x1="${percent(mark)}" x2="${percent(mark)}" y1="0" y2="100%"/>`
    }</svg>`;
}

/** `37.5%`, never more than 100. */
export function percent(share: number): string {
    return `${Number((Math.min(1, Math.max(0, share)) * 100).toFixed(2))}%`;
}
