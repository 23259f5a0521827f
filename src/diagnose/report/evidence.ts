import type { DiagnosisEvidence } from "../diagnosis.ts";
import { html, type Markup } from "./markup.ts";
import { clipped, counted } from "./wording.ts";

const MOST = 6;
const LONGEST_QUOTE = 600;

/** Pieces of evidence: the words themselves, and the file of the archive where they stand, as a link beside which the archive was unpacked. */
export function evidenceList(pieces: readonly DiagnosisEvidence[]): Markup {
    const more = pieces.length - MOST;
    return html`<ul class="pieces">${pieces.slice(0, MOST).map(piece)}${more > 0 ? html`<li class="left">${counted(more, "more piece")} of evidence in diagnosis.json</li>` : undefined}</ul>`;
}

function piece({ path, pointer, lines, quote }: DiagnosisEvidence): Markup {
    const place =
        lines === undefined ? (pointer ?? "") : lines[0] === lines[1] ? `line ${lines[0]}` : `lines ${lines[0]}–${lines[1]}`;
    return html`<li><figure>${quote === undefined || quote === "" ? undefined : html`<blockquote><pre>${clipped(quote, LONGEST_QUOTE)}</pre></blockquote>`}
<figcaption>${path === "" ? html`<span>not in the archive as a file</span>` : html`<a href="${hrefOf(path)}">${path}</a>`}${place === "" ? undefined : html` <span class="place">${place}</span>`}</figcaption></figure></li>`;
}

/** The file relative to the page. It begins with `./`, so that no path can be read as another scheme or host. */
function hrefOf(path: string): string {
    return `./${path.toWellFormed().split("/").map(encodeURIComponent).join("/")}`;
}
