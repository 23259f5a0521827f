import { Buffer } from "node:buffer";
import type { PatternRule } from "./pattern.ts";

const VALUE = /[^\s"'`<>&\\]{1,480}/y;
const TRIPLETS = /%[0-9A-Fa-f]{2}/g;

/**
 * The same rule where a URL or a form encodes what it looks for: `%242b%2412%24…`. For rules that look right of their anchor only.
 */
export function urlEncoded(rule: PatternRule): PatternRule {
    return {
        ...rule,
        anchors: rule.anchors.map(encodeURIComponent),
        match(text, at, ended) {
            VALUE.lastIndex = at;
            const value = VALUE.exec(text)?.[0] ?? "";
            if (!value.includes("%")) return undefined;
            const plain = value.replace(TRIPLETS, (triplet) => String.fromCharCode(Number.parseInt(triplet.slice(1), 16)));
            const found = rule.match(plain, 0, ended, Buffer.from(plain, "latin1"));
            if (found === undefined || found === "more" || !("start" in found)) return undefined;
            return { start: at + encodedLength(value, found.start), end: at + encodedLength(value, found.end) };
        },
    };
}

/** How much of the encoded text makes so many chars. */
function encodedLength(text: string, chars: number): number {
    let length = chars;
    for (const triplet of text.matchAll(TRIPLETS)) if (triplet.index < length) length += triplet[0].length - 1;
    return length;
}
