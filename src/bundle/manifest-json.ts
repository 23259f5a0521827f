import type { Manifest } from "./manifest.ts";

/** Rows of a table are written so many at a time. */
const ROWS = 500;

/**
 * A manifest as JSON with one row of a table on a line, in pieces: 60,000 entries never become one string of ten megabytes, and
 * `grep` finds a line.
 */
export function* manifestJson(manifest: Manifest): Iterable<string> {
    let before = "{\n";
    for (const [key, value] of Object.entries(manifest)) {
        if (value === undefined) continue;
        yield `${before}  ${JSON.stringify(key)}: `;
        if (Array.isArray(value) && value.length > 0) yield* rows(value);
        else yield JSON.stringify(value);
        before = ",\n";
    }
    yield "\n}\n";
}

function* rows(values: readonly unknown[]): Iterable<string> {
    for (let at = 0; at < values.length; at += ROWS) {
        const lines = values.slice(at, at + ROWS).map((value) => `    ${JSON.stringify(value)}`);
        yield `${at === 0 ? "[\n" : ",\n"}${lines.join(",\n")}`;
    }
    yield "\n  ]";
}
