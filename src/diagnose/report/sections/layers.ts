import type { Diagnosis, DiagnosisRoot, DiagnosisSymptom } from "../../diagnosis.ts";
import { LAYERS, type Layer } from "../../layer.ts";
import { html } from "../markup.ts";
import type { Section } from "../section.ts";
import { statusMark } from "../symbols.ts";
import { clipped } from "../wording.ts";

const LONGEST = 220;

/** The four layers as they stand on each other, the application on top, with the way the first cause takes through them. */
export function layersSection({ layers, roots }: Diagnosis): Section {
    const way = wayOf(roots[0]);
    const body = html`<ol class="layers" reversed>${layers.toReversed().map(
        ({ name, status, says }) => html`<li class="layer ${status} ${way(name)}">
<span class="way" aria-hidden="true"></span>
<span class="name">${name}</span>
<span class="state">${statusMark(status)} ${status}</span>
<span class="says">${clipped(says, LONGEST)}${causeLinks(roots, name)}</span>
</li>`,
    )}</ol>`;
    return { id: "layers", title: "The four layers", body };
}

function causeLinks(roots: readonly DiagnosisRoot[], layer: Layer) {
    const own = roots.flatMap((root, index) => (root.layer === layer ? [index + 1] : [])).slice(0, 9);
    return own.length === 0
        ? undefined
        : html` <span class="links">${own.map((rank) => html`<a href="#cause-${rank}">cause ${rank}</a>`)}</span>`;
}

/** How a layer lies on the way of the first cause: where it starts, what it passes and where it shows. */
function wayOf(root: DiagnosisRoot | undefined): (layer: Layer) => string {
    const reached = root === undefined ? new Set<Layer>() : layersBelow(root.symptoms).add(root.layer);
    const levels = [...reached].map((layer) => LAYERS.indexOf(layer));
    const [lowest, highest] = [Math.min(...levels), Math.max(...levels)];
    return (layer) => {
        const level = LAYERS.indexOf(layer);
        if (root === undefined || lowest === highest || level < lowest || level > highest) return "";
        const start = layer === root.layer ? "starts" : reached.has(layer) ? "shows" : "passes";
        return `on-way ${start}${level === lowest ? " lowest" : ""}${level === highest ? " highest" : ""}`;
    };
}

function layersBelow(symptoms: readonly DiagnosisSymptom[]): Set<Layer> {
    return new Set(symptoms.flatMap((symptom) => [symptom.layer, ...layersBelow(symptom.symptoms)]));
}
