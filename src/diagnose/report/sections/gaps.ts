import { nextStep } from "../hint.ts";
import { html } from "../markup.ts";
import type { Section } from "../section.ts";
import type { GapGroup, ReportSummary } from "../summary/summary.ts";
import { counted } from "../wording.ts";

/** What was not collected, by the reason why. */
export function gapsSection({ gaps }: ReportSummary): Section {
    const body =
        gaps.length === 0
            ? html`<p class="none">Everything that was asked for is in the archive.</p>`
            : html`<ul class="plain">${gaps.map(group)}</ul>`;
    return { id: "gaps", title: "Not collected", count: gaps.reduce((sum, { count }) => sum + count, 0), body };
}

function group({ code, count, items, hints }: GapGroup) {
    const left = count - items.length;
    return html`<li data-filter><details><summary>${REASONS[code] ?? code} <span class="count">${count}</span></summary>
<ul class="items">${items.map(
        ({ about, message, partial }) => html`<li><strong>${about}</strong>${partial ? " (in part)" : ""}: ${message}</li>`,
    )}</ul>${left > 0 ? html`<p class="left">${counted(left, "more")} like these are in errors.txt.</p>` : undefined}${hints.map(nextStep)}</details></li>`;
}

const REASONS: Readonly<Record<string, string>> = {
    unauthorized: "The server did not know who asked",
    forbidden: "Not permitted",
    "not-found": "Not found",
    gone: "Gone in the meantime",
    throttled: "Asked too often",
    "server-error": "The server failed",
    unavailable: "The server or an extension of it was not available",
    unreachable: "No connection",
    tls: "Certificate or TLS handshake refused",
    timeout: "Took too long",
    stalled: "Fell silent halfway",
    cut: "Broke off before its end",
    credentials: "Credentials could not be had",
    configuration: "Configured wrongly",
    unsupported: "Not known to the other side",
    invalid: "The answer was not understood",
    withheld: "Left out on purpose: it could not be searched for secrets, or must never be collected",
    budget: "The time or size allowed was used up",
    interrupted: "Interrupted",
    disk: "Could not be written",
    damaged: "Damaged",
    bug: "A fault of this program",
};
