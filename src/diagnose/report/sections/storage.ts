import { bar } from "../bar.ts";
import { html, type Markup } from "../markup.ts";
import type { Section } from "../section.ts";
import type { ClaimSummary, Link, ReportSummary } from "../summary/summary.ts";
import { statusMark } from "../symbols.ts";
import { counted } from "../wording.ts";

/** Claims with the way to what provides them, how full they are, and what else there is of storage. */
export function storageSection({ claims, volumes, classes }: ReportSummary): Section | undefined {
    if (claims.items.length + volumes.items.length + classes.items.length === 0) return undefined;
    const body = html`${claims.items.length === 0 ? html`<p class="none">No PersistentVolumeClaim is in the archive.</p>` : html`<ul class="claims">${claims.items.map(claimRow)}</ul>`}
${claims.left > 0 ? html`<p class="left">${counted(claims.left, "more claim")} with less to say.</p>` : undefined}
${classes.items.length === 0 ? undefined : html`<h3>StorageClasses</h3><ul class="plain">${classes.items.map(({ name, provisioner, isDefault, claims: count }) => html`<li><strong>${name}</strong> ${isDefault ? "(default) " : ""}${provisioner} · ${counted(count, "claim")}</li>`)}</ul>`}
${volumes.items.length === 0 ? undefined : html`<h3>Volumes of no claim</h3><ul class="plain">${volumes.items.map(({ name, says, tone }) => html`<li>${statusMark(tone === "bad" ? "broken" : "absent")} <strong>${name}</strong> ${says}</li>`)}</ul>`}
${volumes.left > 0 ? html`<p class="left">${counted(volumes.left, "more volume")}.</p>` : undefined}`;
    return { id: "storage", title: "Storage", count: claims.items.length + claims.left, body };
}

function claimRow({ name, links, fill, usedBy, tone }: ClaimSummary): Markup {
    return html`<li class="claim" data-filter><p class="of"><strong>${name}</strong>${usedBy.length === 0 ? " used by nothing" : ` used by ${usedBy.join(", ")}`}</p>
<ol class="chain">${links.map(link)}</ol>${fill === undefined ? undefined : html`<p class="fill">${bar(fill)}<span class="value">${fill.says}${tone === "bad" && fill.tone === "bad" ? html` <strong>nearly full</strong>` : undefined}</span></p>`}</li>`;
}

const LINK_STATUS = { bad: "broken", good: "healthy", plain: "absent" } as const;

function link({ kind, name, says, tone }: Link): Markup {
    return html`<li class="${LINK_STATUS[tone]}">${statusMark(LINK_STATUS[tone])} <span class="kind">${kind}</span> <span class="name">${name}</span>${says === "" ? undefined : html` <span class="note">${says}</span>`}</li>`;
}
