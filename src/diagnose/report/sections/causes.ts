import type { Diagnosis, DiagnosisRoot } from "../../diagnosis.ts";
import { evidenceList } from "../evidence.ts";
import { nextStep } from "../hint.ts";
import { html, type Markup } from "../markup.ts";
import { objectName } from "../object-name.ts";
import { Room } from "../room.ts";
import type { Section } from "../section.ts";
import { type Status, statusMark } from "../symbols.ts";
import { sizeOf, symptomTree } from "../symptom-tree.ts";
import { clipped, counted, utc } from "../wording.ts";

const MOST_BYTES = 900_000;
/** For the symptoms of one cause, so that there is room for the other causes. */
const MOST_SYMPTOM_BYTES = 250_000;
/** So many symptoms are drawn in full for one cause; the others are counted. */
const MOST_SYMPTOMS = 150;
/** Of so many causes the evidence lies open. */
const OPEN = 3;
const LONGEST = 1200;

/** The causes by rank, each with its evidence, its next step and what follows from it. */
export function causesSection({ roots, verdict }: Diagnosis): Section {
    const { shown, left } = new Room(MOST_BYTES).fill(roots, (root, index) => causeArticle(root, index + 1));
    const body = html`${roots.length === 0 ? html`<p class="none">${noCause(verdict.status)}</p>` : html`<div class="tools" data-tools="causes"></div>`}
${shown}${left > 0 ? html`<p class="left">${counted(left, "more cause")} are in diagnosis.json.</p>` : undefined}`;
    return { id: "causes", title: roots.length === 1 ? "The cause" : "The causes", count: roots.length, body };
}

function noCause(status: Diagnosis["verdict"]["status"]): string {
    return status === "healthy" ? "No fault was found." : "No cause was found in what is in the archive.";
}

function causeArticle(root: DiagnosisRoot, rank: number): Markup {
    const status = statusOf(root);
    const open = rank <= OPEN ? html` open` : undefined;
    const below = sizeOf(root.symptoms);
    return html`<article class="cause ${status}" id="cause-${rank}" data-filter>
<h3><span class="rank">${rank}</span>${statusMark(status)} <span class="says">${clipped(root.says, LONGEST)}</span></h3>
<p class="facts"><span>${root.layer} layer</span><span>${objectName(root.subject)}</span><span>${Math.round(root.confidence * 100)} % sure</span>${
        root.since === undefined ? undefined : html`<span>since <time datetime="${root.since}">${utc(root.since)}</time></span>`
    }<span class="rule">${root.rule}</span></p>
${root.causeNotSeen === undefined ? undefined : html`<p class="not-seen">${statusMark("unknown")} Why it is so could not be seen: ${clipped(root.causeNotSeen, LONGEST)}</p>`}
${nextStep(root.hint)}
${root.evidence.length === 0 ? undefined : html`<details class="evidence"${open}><summary>Evidence <span class="count">${root.evidence.length}</span></summary>${evidenceList(root.evidence)}</details>`}
${below === 0 ? undefined : html`<details class="follows"${open}><summary>What follows from it <span class="count">${below}</span></summary>${symptomTree(root.symptoms, MOST_SYMPTOMS, new Room(MOST_SYMPTOM_BYTES))}</details>`}
</article>
`;
}

function statusOf({ causeNotSeen, severity }: DiagnosisRoot): Status {
    if (causeNotSeen !== undefined) return "unknown";
    return severity === "critical" ? "broken" : severity === "warning" ? "degraded" : "absent";
}
