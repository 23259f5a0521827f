import { Buffer } from "node:buffer";
import type { PatternRule } from "./pattern.ts";

const VALUE = /[^\s"'`<>&\\]{1,1024}/y;
const TRIPLET = /^%[0-9A-Fa-f]{2}$/;

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
            const { plain, ends } = decoded(value);
            const found = rule.match(plain, 0, ended, Buffer.from(plain, "latin1"));
            if (found === undefined || found === "more" || !("start" in found)) return undefined;
            return { start: at + (found.start === 0 ? 0 : (ends[found.start - 1] ?? 0)), end: at + (ends[found.end - 1] ?? 0) };
        },
    };
}

/** The text without its encoding, and for each char of it where it ended. */
function decoded(text: string): { readonly plain: string; readonly ends: readonly number[] } {
    let plain = "";
    const ends: number[] = [];
    for (let at = 0; at < text.length; ) {
        const triplet = text.slice(at, at + 3);
        const isTriplet = TRIPLET.test(triplet);
        plain += isTriplet ? String.fromCharCode(Number.parseInt(triplet.slice(1), 16)) : text[at];
        at += isTriplet ? 3 : 1;
        ends.push(at);
    }
    return { plain, ends };
}
