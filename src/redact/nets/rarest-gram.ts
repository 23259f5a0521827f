import { Buffer } from "node:buffer";
import { COMMON_TEXT } from "./common-text.ts";
import { firstThree, type Gram, gramAt, isUniform, lastThree } from "./gram.ts";

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
const COUNTERS = 65_536;
const MAX_COMMON = 60;

/** How common a gram is in texts, and how often it is used already; roughly: two grams may share a counter. */
export class GramUses {
    readonly #used = new Uint16Array(COUNTERS);
    readonly #common = new Uint16Array(COUNTERS);

    constructor() {
        const text = Buffer.from(COMMON_TEXT);
        for (let at = 0; at + 4 <= text.length; at++) {
            const counter = counterOf(firstThree(gramAt(text, at)));
            this.#common[counter] = Math.min(MAX_COMMON, (this.#common[counter] as number) + 1);
        }
    }

    of(gram: Gram): number {
        return this.#used[counterOf(gram)] as number;
    }

    /** How often the three bytes at either end, which the sieve looks for, stand in common text. */
    commonness(gram: Gram): number {
        return (this.#common[counterOf(firstThree(gram))] as number) + (this.#common[counterOf(lastThree(gram))] as number);
    }

    add(gram: Gram): void {
        const counter = counterOf(gram);
        this.#used[counter] = Math.min(COUNTERS - 1, this.of(gram) + 1);
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
        const score = rarity - 4 * uses.of(gram) - 4 * uses.commonness(gram) - (isUniform(gram) ? 8 : 0);
        if (score > bestScore) {
            best = offset;
            bestGram = gram;
            bestScore = score;
        }
    }
    return { gram: bestGram, offset: best };
}
