import type { DiagnosisSymptom } from "../diagnosis.ts";
import { evidenceList } from "./evidence.ts";
import { nextStep } from "./hint.ts";
import { html, type Markup } from "./markup.ts";
import type { Room } from "./room.ts";
import { clipped, counted, utc } from "./wording.ts";

const LONGEST = 500;

/** Symptoms below a cause as a tree: what follows is always in sight, its evidence and next step one can open. At most `most` of them, and no more than fit. */
export function symptomTree(symptoms: readonly DiagnosisSymptom[], most: number, room: Room): Markup {
    const budget = { left: most, room };
    const tree = branches(symptoms, budget);
    const hidden = sizeOf(symptoms) - (most - budget.left);
    return html`${tree}${hidden > 0 ? html`<p class="left">${counted(hidden, "more symptom")} are in diagnosis.json.</p>` : undefined}`;
}

/** How many symptoms there are, at any depth. */
export function sizeOf(symptoms: readonly DiagnosisSymptom[]): number {
    return symptoms.reduce((sum, each) => sum + 1 + sizeOf(each.symptoms), 0);
}

interface Budget {
    left: number;
    readonly room: Room;
}

function branches(symptoms: readonly DiagnosisSymptom[], budget: Budget): Markup | undefined {
    const drawn: Markup[] = [];
    for (const symptom of symptoms) {
        const own = leaf(symptom);
        if (budget.left === 0 || !budget.room.take(own)) break;
        budget.left--;
        drawn.push(html`<li class="${symptom.severity}" data-filter>${own}${branches(symptom.symptoms, budget)}</li>
`);
    }
    return drawn.length === 0 ? undefined : html`<ul class="tree">${drawn}</ul>`;
}

function leaf(symptom: DiagnosisSymptom): Markup {
    return html`<details><summary><span class="relation">${relationWords(symptom.relation)}</span> <span class="says">${clipped(symptom.says, LONGEST)}</span></summary>
<p class="facts"><span>${symptom.layer} layer</span>${
        symptom.since === undefined
            ? undefined
            : html`<span>since <time datetime="${symptom.since}">${utc(symptom.since)}</time></span>`
    }<span class="rule">${symptom.rule}</span></p>
${nextStep(symptom.hint)}${symptom.evidence.length === 0 ? undefined : evidenceList(symptom.evidence)}</details>`;
}

const WORDS: Readonly<Record<string, string>> = {
    "source-of": "gets its source from it",
    "endpoint-of": "has it as endpoint",
    "reads-secret": "reads the Secret",
    "reads-config": "reads its configuration",
    "calls-webhook": "goes through the webhook",
    "same-object": "the same object",
    owns: "owns it",
    mounts: "mounts it",
    "runs-on": "runs on it",
    "runs-as": "runs as it",
    "depends-on": "depends on it",
    "waits-for": "waits for it",
    "provisioned-by": "provisioned by it",
    "bound-to": "bound to it",
    manages: "manages it",
    "limited-by": "limited by it",
    "served-by": "served by it",
    "scheduled-by": "scheduled by it",
    "resolves-with": "resolves names with it",
};

/** How the finding hangs on the one above it, in words: it mounts it. */
function relationWords(relation: string): string {
    return WORDS[relation] ?? relation.replaceAll("-", " ");
}
