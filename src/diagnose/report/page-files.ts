import { readFileSync } from "node:fs";

/** The page's style sheet. Beside this file unbuilt, beside the bundle when built. */
export function pageStyle(): string {
    return pageFile("report.css");
}

/** The page's own script: it adds comfort to a page that is complete without it. */
export function pageScript(): string {
    return pageFile("report.js");
}

function pageFile(name: string): string {
    return readFileSync(new URL(`./page/${name}`, import.meta.url), "utf8");
}
