import { Buffer } from "node:buffer";
import { ANSI_SEQUENCE } from "./ansi.ts";
import { behindFullWidth } from "./view/unseen-chars.ts";
import type { View } from "./view/view.ts";

/** What goes in the place of bytes [start, end). */
export interface Replacement {
    readonly start: number;
    readonly end: number;
    readonly text: string;
}

const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)`;
const INSIDE = new RegExp(
    [
        ANSI_SEQUENCE,
        String.raw`","stream":"std(?:out|err)"(?:,"attrs":\{[^{}]*\})?,"time":"[^"]{20,40}"\}\r?\n\{"log":"`,
        String.raw`\n?${TIME} (?:std(?:out|err) [PF](?::[A-Z]+)* )?`,
    ].join("|"),
    "g",
);

/** Bytes [from, to) with the replacements made; they are sorted and do not overlap. */
export function replaced(bytes: Buffer, from: number, to: number, replacements: readonly Replacement[]): Buffer {
    const parts: Uint8Array[] = [];
    let at = from;
    for (const { start, end, text } of replacements) {
        parts.push(bytes.subarray(at, start), Buffer.from(text, "latin1"));
        at = end;
    }
    parts.push(bytes.subarray(at, to));
    return Buffer.concat(parts);
}

/**
 * A replacement in the view as one in the original: colours and what the runtime put between its parts of a line that stood inside the secret come behind the token, and a
 * token in UTF-16 text is UTF-16.
 */
export function throughView(bytes: Buffer, view: View, { start, end, text }: Replacement): Replacement {
    const from = view.original(start);
    const to = behindFullWidth(bytes, view.original(end - 1) + 1);
    const inside = bytes.subarray(from, to);
    const wide = (inside.length > 1 && inside[1] === 0) || (inside.length === 1 && bytes[from - 1] === 0 && bytes[to] === 0);
    if (wide) return { start: from, end: to, text: [...text].join("\0") };
    const kept = to - from > end - start ? (inside.toString("latin1").match(INSIDE) ?? []).join("") : "";
    return { start: from, end: to, text: text + kept };
}
