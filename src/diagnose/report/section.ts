import { html, type Markup } from "./markup.ts";

/** A part of the page with a heading and an entry in its contents. */
export interface Section {
    /** The fragment that leads to it. */
    readonly id: string;
    readonly title: string;
    /** How many things are in it, for the contents. */
    readonly count?: number;
    readonly body: Markup;
}

export function drawSection({ id, title, body }: Section): Markup {
    return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${body}</section>
`;
}
