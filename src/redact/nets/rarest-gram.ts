import { Buffer } from "node:buffer";
import { type Gram, gramAt, isUniform } from "./gram-index.ts";

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
const COUNTERS = 65_536;

/** How often each gram is used already, roughly: two grams may share a counter. The common ones begin with two uses. */
export class GramUses {
    readonly #counts = new Uint16Array(COUNTERS);

    constructor() {
        for (let at = 0; at + 4 <= COMMON_TEXT.length; at++) this.#counts[counterOf(gramAt(COMMON_TEXT, at))] = 2;
    }

    of(gram: Gram): number {
        return this.#counts[counterOf(gram)] as number;
    }

    add(gram: Gram): void {
        const counter = counterOf(gram);
        this.#counts[counter] = Math.min(COUNTERS - 1, this.of(gram) + 1);
    }
}

function counterOf(gram: Gram): number {
    return Math.imul(gram, 0x9e3779b1) >>> 16;
}

/**
 * The gram of a literal by which to look for it: made of seldom bytes, not of one alone, and not used by many other literals already, so
 * that ten thousand values that begin alike do not meet in one place. Of its first `length` bytes; undefined below four.
 */
export function rarestGram(literal: Uint8Array, uses: GramUses, length = literal.length): PlacedGram | undefined {
    if (length < 4) return undefined;
    let best = 0;
    let bestGram = 0;
    let bestScore = Number.NEGATIVE_INFINITY;
    let gram = gramAt(literal, 0);
    let rarity = 0;
    for (let at = 0; at < 4; at++) rarity += RARITY[literal[at] as number] as number;
    for (let offset = 0; offset + 4 <= length && offset < 16; offset++) {
        if (offset > 0) {
            const next = literal[offset + 3] as number;
            gram = (gram >>> 8) | ((next | 0x20) << 24);
            rarity += (RARITY[next] as number) - (RARITY[literal[offset - 1] as number] as number);
        }
        const score = rarity - 4 * uses.of(gram) - (isUniform(gram) ? 8 : 0);
        if (score > bestScore) {
            best = offset;
            bestGram = gram;
            bestScore = score;
        }
    }
    return { gram: bestGram, offset: best };
}
