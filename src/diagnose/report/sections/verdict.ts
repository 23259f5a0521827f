import type { Diagnosis } from "../../diagnosis.ts";
import { html, type Markup } from "../markup.ts";
import type { ReportSummary } from "../summary/summary.ts";
import { statusMark } from "../symbols.ts";
import { clipped, counted, utc } from "../wording.ts";

const LONGEST = 1200;

/** The verdict in one sentence, and of what. */
export function verdictHeader({ verdict: { status, layer, says } }: Diagnosis, { clusters, run }: ReportSummary): Markup {
    const head = layer === undefined ? status : `${status} in the ${layer} layer`;
    return html`<header class="verdict ${status}">
<p class="status">${statusMark(status)} <strong>${head}</strong></p>
<h1>${clipped(says, LONGEST)}</h1>
<p class="of">${clusters
        .slice(0, 6)
        .map(
            ({ name, version, nodes, pods }) =>
                html`<span>${name === "management" ? "cluster" : name}${version === undefined ? "" : ` ${version}`}, ${counted(nodes, "node")}, ${counted(pods, "pod")}</span>`,
        )}${clusters.length > 6 ? html`<span>and ${counted(clusters.length - 6, "more cluster")}</span>` : undefined}<span>as of <time datetime="${run.takenAt}">${utc(run.takenAt)}</time></span></p>
</header>`;
}
