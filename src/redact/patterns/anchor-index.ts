import { Buffer } from "node:buffer";
import { exactAt, type GramEntry, gramsEndingIn } from "../nets/gram-index.ts";
import { GramUses, rarestGram } from "../nets/rarest-gram.ts";
import type { PatternRule } from "./pattern.ts";

/** One anchor of one rule. */
export interface Anchor {
    readonly rule: PatternRule;
    readonly literal: string;
    /** From the anchor's start to just behind the gram by which it is found. */
    readonly gramEnd: number;
}

/** All anchors, and the grams (payload = index of the anchor) by which the scanner finds them. */
export interface AnchorIndex {
    readonly anchors: readonly Anchor[];
    readonly entries: readonly GramEntry[];
}

/** Anchors of three bytes are entered once for each byte that may stand before them. */
export function anchorIndex(rules: readonly PatternRule[]): AnchorIndex {
    const anchors: Anchor[] = [];
    const entries: GramEntry[] = [];
    const uses = new GramUses();
    for (const rule of rules) {
        for (const anchor of rule.anchors) {
            const literal = rule.anyCase ? anchor.toLowerCase() : anchor;
            const bytes = Buffer.from(literal, "latin1");
            const payload = anchors.length;
            const placed = rarestGram(bytes, uses);
            anchors.push({ rule, literal, gramEnd: placed === undefined ? 3 : placed.offset + 4 });
            if (placed !== undefined) {
                const exact = rule.anyCase ? undefined : exactAt(bytes, placed.offset);
                const atRunStart = isRun(bytes) && placed.offset === 0;
                entries.push({ gram: placed.gram, payload, atRunStart, ...(exact === undefined ? {} : { exact }) });
            } else entries.push(...gramsEndingIn(bytes).map((gram) => ({ gram, payload })));
        }
    }
    return { anchors, entries };
}

/** One byte over and over. */
function isRun(bytes: Uint8Array): boolean {
    return bytes.every((byte) => byte === bytes[0]);
}

/** Whether the anchor stands at `at`. */
export function standsAt({ rule, literal }: Anchor, text: string, at: number): boolean {
    if (at < 0) return false;
    if (rule.anyCase !== true) return text.startsWith(literal, at);
    for (let i = 0; i < literal.length; i++) {
        const wanted = literal.charCodeAt(i);
        const code = text.charCodeAt(at + i);
        if (code !== wanted && (code + 32 !== wanted || wanted < 97 || wanted > 122)) return false;
    }
    return true;
}
