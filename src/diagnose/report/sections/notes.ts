import type { Diagnosis } from "../../diagnosis.ts";
import { nextStep } from "../hint.ts";
import { html } from "../markup.ts";
import { Room } from "../room.ts";
import type { Section } from "../section.ts";
import { clipped, counted } from "../wording.ts";

const MOST_BYTES = 60_000;

/** Remarks and risks that break nothing now. */
export function notesSection({ notes }: Diagnosis): Section | undefined {
    if (notes.length === 0) return undefined;
    const { shown, left } = new Room(MOST_BYTES).fill(
        notes,
        (note) =>
            html`<li data-filter><details><summary>${clipped(note.says, 500)}</summary>${nextStep(note.hint)}<p class="facts"><span>${note.layer} layer</span><span class="rule">${note.rule}</span></p></details></li>`,
    );
    const body = html`<ul class="plain">${shown}</ul>${left > 0 ? html`<p class="left">${counted(left, "more remark")} are in diagnosis.json.</p>` : undefined}`;
    return { id: "notes", title: "Worth knowing", count: notes.length, body };
}
