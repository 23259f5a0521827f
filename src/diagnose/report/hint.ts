import { html, type Markup } from "./markup.ts";
import { clipped } from "./wording.ts";

const LONGEST = 1200;

/** The next step, its commands set apart so that they can be copied. */
export function nextStep(hint: string): Markup | undefined {
    if (hint === "") return undefined;
    const parts = hintParts(clipped(hint, LONGEST)).map((part) =>
        part.type === "command"
            ? html`<code class="command">${part.text}</code>`
            : html`<span>${part.text.replace(/^[;:,.\s]+/, "")}</span>`,
    );
    return html`<p class="next"><span class="label">Next</span> <span class="step">${parts}</span></p>`;
}

export interface HintPart {
    readonly type: "command" | "words";
    readonly text: string;
}

const PROGRAM = /(?<![\w/.'"-])(?:kubectl|talosctl|flux|helm|casefile|argocd|sveltosctl|clusterctl|crictl|etcdctl)(?= )/;

/**
 * A hint taken apart into commands and the words between them. A command begins with the name of a program and ends, outside of quotes,
 * before `; `, `: `, `, ` or ` (`, or at the end.
 */
export function hintParts(hint: string): HintPart[] {
    const parts: HintPart[] = [];
    let rest = hint;
    while (rest !== "") {
        const start = rest.search(PROGRAM);
        const words = start < 0 ? rest : rest.slice(0, start);
        if (words.trim() !== "") parts.push({ type: "words", text: words });
        if (start < 0) break;
        const length = commandLength(rest.slice(start));
        parts.push({ type: "command", text: rest.slice(start, start + length).trimEnd() });
        rest = rest.slice(start + length);
    }
    return parts;
}

function commandLength(text: string): number {
    let quote = "";
    for (const [index, character] of text.split("").entries()) {
        if (quote !== "") quote = character === quote ? "" : quote;
        else if (character === "'" || character === '"') quote = character;
        else if (/^(?:[;:,] | ; | \(|\.? *$)/.test(text.slice(index))) return index;
    }
    return text.length;
}
