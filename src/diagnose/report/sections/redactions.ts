import { html } from "../markup.ts";
import type { Section } from "../section.ts";
import type { ReportSummary } from "../summary/summary.ts";
import { counted } from "../wording.ts";

const MOST_RULES = 60;

const NETS: Readonly<Record<string, string>> = {
    structure: "By structure: Secrets, and fields that hold secrets",
    "known-values": "By value: the cluster's own Secrets, wherever they stand",
    patterns: "By pattern: keys, tokens, passwords",
};

/** What was redacted, by net and rule. */
export function redactionsSection({ redactions: { nets, counts } }: ReportSummary): Section {
    const total = counts?.reduce((sum, { count }) => sum + count, 0);
    const named = nets.length > 0 ? nets : [...new Set(counts?.map(({ net }) => net))].map((name) => ({ name, on: true }));
    const body = html`<p>${total === undefined ? "How often something was hidden was not counted here; manifest.json has it." : total === 0 ? "Nothing had to be hidden." : `${counted(total, "value")} were hidden before anything was written.`}</p>
<div class="nets">${named.map((net) => {
        const rules = (counts ?? []).filter((each) => each.net === net.name);
        const sum = rules.reduce((all, { count }) => all + count, 0);
        return html`<div class="net"><h3>${NETS[net.name] ?? net.name}</h3>
<p>${net.on ? `on, ${counted(sum, "value")} hidden` : "off"}${"because" in net && net.because !== undefined ? `: ${net.because}` : ""}</p>
${rules.length === 0 ? undefined : html`<table><thead><tr><th scope="col">Rule</th><th scope="col" class="number">Hidden</th></tr></thead><tbody>${rules.slice(0, MOST_RULES).map(({ rule, count }) => html`<tr><td>${rule}</td><td class="number">${count}</td></tr>`)}</tbody></table>`}</div>`;
    })}</div>`;
    return { id: "redactions", title: "Redacted", ...(total === undefined ? {} : { count: total }), body };
}
