import { type Gram, gramAt } from "./gram-index.ts";

/** Where in a literal its gram lies. */
export interface PlacedGram {
    readonly gram: Gram;
    /** Of its first byte. */
    readonly offset: number;
}

/** 1 for the bytes that logs are full of, 3 for the rest: how seldom a byte is. */
const RARITY = Uint8Array.from({ length: 256 }, (_, byte) =>
    ' etaoinsrldcmupgh-./:="_01'.includes(String.fromCharCode(byte).toLowerCase()) ? 1 : 3,
);

/**
 * The gram of a literal by which to look for it: made of seldom bytes, and not used by many other literals already (`uses`), so that
 * ten thousand values that begin alike do not meet in one place. Undefined below four bytes.
 */
export function rarestGram(literal: Uint8Array, uses: Map<Gram, number>): PlacedGram | undefined {
    if (literal.length < 4) return undefined;
    let best = 0;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (let offset = 0; offset + 4 <= literal.length && offset < 16; offset++) {
        const gram = gramAt(literal, offset);
        const score =
            (RARITY[literal[offset] ?? 0] ?? 0) +
            (RARITY[literal[offset + 1] ?? 0] ?? 0) +
            (RARITY[literal[offset + 2] ?? 0] ?? 0) +
            (RARITY[literal[offset + 3] ?? 0] ?? 0) -
            4 * (uses.get(gram) ?? 0);
        if (score > bestScore) {
            best = offset;
            bestScore = score;
        }
    }
    const gram = gramAt(literal, best);
    uses.set(gram, (uses.get(gram) ?? 0) + 1);
    return { gram, offset: best };
}
