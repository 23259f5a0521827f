import { Buffer } from "node:buffer";
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

/** Words that logs are full of: a gram that stands in them is a bad one to look for. */
const COMMON_TEXT = Buffer.from(
    `secret token password connection config controller reconcile namespace kubernetes http https get post info warn error debug failed
    level msg time name key test api app service server user client request response status image pod node cluster system default example
    github gitlab access auth authorization cookie session signature discord webhook pattern data value require pass login live kube- 0.1 0.3
    "key" key= :5432 10.0.0.1 2026-01-01t00:00:00z`,
);
const COMMON_GRAMS = new Set(Array.from({ length: COMMON_TEXT.length - 3 }, (_, at) => gramAt(COMMON_TEXT, at)));

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
            4 * (uses.get(gram) ?? 0) -
            (COMMON_GRAMS.has(gram) ? 6 : 0);
        if (score > bestScore) {
            best = offset;
            bestScore = score;
        }
    }
    const gram = gramAt(literal, best);
    uses.set(gram, (uses.get(gram) ?? 0) + 1);
    return { gram, offset: best };
}
