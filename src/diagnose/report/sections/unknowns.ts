import type { Diagnosis } from "../../diagnosis.ts";
import { html } from "../markup.ts";
import { Room } from "../room.ts";
import type { Section } from "../section.ts";
import { clipped, counted } from "../wording.ts";

const MOST_BYTES = 60_000;
const MOST_RULES = 12;

/** What could not be judged, by the reason why, and how much could. */
export function unknownsSection({ unknowns, judged }: Diagnosis): Section {
    const reasons = [...Map.groupBy(unknowns, ({ because }) => because)]
        .map(([because, group]) => ({ because, rules: [...new Set(group.map(({ rule }) => rule))] }))
        .sort((a, b) => b.rules.length - a.rules.length || (a.because < b.because ? -1 : 1));
    const { shown, left } = new Room(MOST_BYTES).fill(
        reasons,
        ({ because, rules }) =>
            html`<li><details><summary>${clipped(because, 400)} <span class="count">${counted(rules.length, "rule")}</span></summary><p class="rules">${rules.slice(0, MOST_RULES).join(", ")}${rules.length > MOST_RULES ? `, and ${rules.length - MOST_RULES} more` : ""}</p></details></li>`,
    );
    const body = html`<p>${judgedSentence(judged)}</p>
${reasons.length === 0 ? html`<p class="none">Nothing that was needed is missing.</p>` : html`<ul class="plain">${shown}</ul>`}${left > 0 ? html`<p class="left">${counted(left, "more reason")} are in diagnosis.json.</p>` : undefined}`;
    return { id: "unknowns", title: "Not known", count: reasons.length, body };
}

function judgedSentence({ rules, found, clean, unknown }: Diagnosis["judged"]): string {
    return `${counted(rules, "rule")} were asked: ${found} found something, ${clean} looked and found nothing, ${unknown} could not see all they need.`;
}
