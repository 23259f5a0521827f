import { Buffer } from "node:buffer";
import { type Gram, gramAt } from "./gram-index.ts";

/** Where in a literal its gram lies. */
export interface PlacedGram {
    readonly gram: Gram;
    /** Of its first byte. */
    readonly offset: number;
}

const COMMON = Buffer.from(' etaoinsrldcmupgh-./:="_01');

/** How seldom a byte is in logs: 1 for the common ones, 3 for the rest. */
function rarity(byte: number): number {
    return COMMON.includes(byte | 0x20) || COMMON.includes(byte) ? 1 : 3;
}

/**
 * The gram of a literal by which to look for it: made of seldom bytes, and not used by many other literals already (`uses`), so that
 * ten thousand values that begin alike do not meet in one place. Undefined below four bytes.
 */
export function rarestGram(literal: Uint8Array, uses: Map<Gram, number>): PlacedGram | undefined {
    let best: PlacedGram | undefined;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (let offset = 0; offset + 4 <= literal.length && offset < 64; offset++) {
        const gram = gramAt(literal, offset);
        const score =
            rarity(literal[offset] ?? 0) +
            rarity(literal[offset + 1] ?? 0) +
            rarity(literal[offset + 2] ?? 0) +
            rarity(literal[offset + 3] ?? 0) -
            4 * (uses.get(gram) ?? 0);
        if (score > bestScore) {
            best = { gram, offset };
            bestScore = score;
        }
    }
    if (best !== undefined) uses.set(best.gram, (uses.get(best.gram) ?? 0) + 1);
    return best;
}
