import { createHash } from "node:crypto";
import { escaped, html, type Markup } from "./markup.ts";
import { pageScript, pageStyle } from "./page-files.ts";
import { drawSection, type Section } from "./section.ts";
import { SYMBOLS } from "./symbols.ts";

/** What a page is made of. */
export interface Page {
    readonly title: string;
    readonly header: Markup;
    readonly sections: readonly Section[];
}

/** The whole document. Its policy lets in the style and the script that stand in it, by their hashes, and nothing else: no network at all. */
export function pageDocument({ title, header, sections }: Page): string {
    const style = pageStyle();
    const script = pageScript();
    const body = html`<a class="skip" href="#causes">Skip to the causes</a>
${SYMBOLS}
${header}
<nav class="contents" aria-label="Contents"><ul>${sections.map(
        (section) =>
            html`<li><a href="#${section.id}">${section.title}${section.count === undefined ? undefined : html` <span class="count">${section.count}</span>`}</a></li>`,
    )}</ul></nav>
<main>
${sections.map(drawSection)}</main>`;
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
${body.text}
<script>${script}</script>
</body>
</html>
`;
}

/** Source: W3C Content Security Policy Level 3; Trusted Types close innerHTML and its like even to our own script. */
function policy(style: string, script: string): string {
    return [
        "default-src 'none'",
        `style-src '${hashOf(style)}'`,
        `script-src '${hashOf(script)}'`,
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ].join("; ");
}

function hashOf(text: string): string {
    return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
