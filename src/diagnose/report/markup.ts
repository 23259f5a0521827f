/** Markup that is safe to stand in a page: made by `html`, which escapes everything that is not markup already. */
export class Markup {
    readonly text: string;
    constructor(text: string) {
        this.text = text;
    }
}

/** What may be put into `html`: text and numbers are escaped; markup is taken as it is; undefined and false are nothing. */
export type Part = string | number | Markup | undefined | false | readonly Part[];

/** A piece of a page: html`<p title="${name}">${words}</p>`. Attributes must stand in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
    return new Markup(strings.reduce((sum, piece, index) => sum + rendered(parts[index - 1]) + piece));
}

function rendered(part: Part): string {
    if (part === undefined || part === false) return "";
    if (part instanceof Markup) return part.text;
    return typeof part === "object" ? part.map(rendered).join("") : escaped(String(part));
}

/**
 * Text for element content and for attributes in double quotes. Characters that a person cannot see but that change what is seen
 * (controls, and the directional ones of CVE-2021-42574) are written out.
 */
export function escaped(text: string): string {
    return text
        .toWellFormed()
        .replace(INVISIBLE, (character) => `\u27e8U+${hex(character)}\u27e9`)
        .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach the page
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function hex(character: string): string {
    return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}
