import { Buffer } from "node:buffer";
import { exactAt, type Gram, gramsBeginningWith, gramsEndingIn } from "../nets/gram.ts";
import type { GramEntry } from "../nets/gram-index.ts";
import { GramUses, rarestGram } from "../nets/rarest-gram.ts";
import type { PatternRule } from "./pattern.ts";

/** One anchor of one rule. */
export interface Anchor {
    readonly rule: PatternRule;
    /** In lower case where the rule is for any. */
    readonly literal: Uint8Array;
    /** From the anchor's start to just behind the gram by which it is found. */
    readonly gramEnd: number;
}

/** All anchors, and the grams (payload = index of the anchor) by which the scanner finds them. */
export interface AnchorIndex {
    readonly anchors: readonly Anchor[];
    readonly entries: readonly GramEntry[];
}

/** Anchors of three bytes are entered once for each byte that may stand on one side of them. */
export function anchorIndex(rules: readonly PatternRule[]): AnchorIndex {
    const anchors: Anchor[] = [];
    const entries: GramEntry[] = [];
    const uses = new GramUses();
    for (const rule of rules) {
        for (const anchor of rule.anchors) {
            const literal = Buffer.from(rule.anyCase ? anchor.toLowerCase() : anchor, "latin1");
            const payload = anchors.length;
            const placed = rarestGram(literal, uses);
            if (placed === undefined) {
                const { grams, gramEnd } = gramsAround(literal, uses);
                anchors.push({ rule, literal, gramEnd });
                entries.push(...grams.map((gram) => ({ gram, payload })));
                continue;
            }
            anchors.push({ rule, literal, gramEnd: placed.offset + 4 });
            const exact = rule.anyCase ? undefined : exactAt(literal, placed.offset);
            const atRunStart = isRun(literal) && placed.offset === 0;
            entries.push({ gram: placed.gram, payload, atRunStart, ...(exact === undefined ? {} : { exact }) });
        }
    }
    return { anchors, entries };
}

/** The grams of three bytes: those that end in them or those that begin with them, whichever are seldom. */
function gramsAround(bytes: Uint8Array, uses: GramUses): { grams: readonly Gram[]; gramEnd: number } {
    const commonness = (grams: readonly Gram[]) => grams.reduce((sum, gram) => sum + uses.commonness(gram), 0);
    const ending = gramsEndingIn(bytes);
    const beginning = gramsBeginningWith(bytes);
    return commonness(beginning) < commonness(ending) ? { grams: beginning, gramEnd: 4 } : { grams: ending, gramEnd: 3 };
}

/** One byte over and over. */
function isRun(bytes: Uint8Array): boolean {
    return bytes.every((byte) => byte === bytes[0]);
}

/** Whether the anchor stands at `at`. */
export function standsAt({ rule, literal }: Anchor, bytes: Uint8Array, at: number): boolean {
    if (at < 0) return false;
    const anyCase = rule.anyCase === true;
    for (let i = 0; i < literal.length; i++) {
        const wanted = literal[i] as number;
        const byte = bytes[at + i] as number;
        if (byte !== wanted && !(anyCase && byte + 32 === wanted && wanted >= 97 && wanted <= 122)) return false;
    }
    return true;
}
