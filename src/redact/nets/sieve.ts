import { FOLD4, firstThree, type Gram, lastThree, spread } from "./gram.ts";
import { PAD, type Words } from "./words.ts";

const MIN_BITS = 15;
const MAX_BITS = 21;
/** Blanks, quotes, `#` to `*`: two of three places in logs have one within eight bytes, and are passed without a look at memory. */
const LOWEST4 = 0x2b2b2b2b;
const HIGH4 = 0x80808080;
const FIRST = 0x9e3779b1;
const SECOND = 0x85ebca6b;

/** What to look for pairs of words in: two bits an entry in one number of `filter`, chosen by the highest bits of pairHash. */
export interface PairFilter {
    readonly filter: Int32Array;
    readonly shift: number;
}

/** Spreads two words over 32 bits. */
export function pairHash(low: number, high: number): number {
    const hash = Math.imul(Math.imul(low, FIRST) ^ high, SECOND);
    return hash ^ (hash >>> 15);
}

/**
 * The first look at a text: which of its words of four bytes may hold a gram or begin a known value. Nearly all hold none, so this decides the
 * speed of everything: one pass, each word loaded once, no branch that depends on the text, filters that stay in the nearest caches. A gram is
 * looked for by its first three bytes where it begins at an even place and by its last three where it does not, so that two looks at a word
 * are enough. V8 does 400 to 500 MB/s with 2,600 literals and 10,000 known values, so there is no WebAssembly here.
 */
export class Sieve {
    readonly #threes: Uint8Array;
    readonly #threesShift: number;
    readonly #pairs: PairFilter;
    /**
     * Where grams may be: four times the index of a word, and in the lowest bits 1 where one may begin at the word's first byte or the one before,
     * 2 where one may at its second or third; the first `gramCount` count.
     */
    gramPlaces = new Int32Array(16_384);
    gramCount = 0;
    /** Indexes of words that may be the first of a pair; the first `pairCount` count. */
    pairWords = new Int32Array(16_384);
    pairCount = 0;

    constructor(grams: Iterable<Gram>, pairs: PairFilter) {
        const threes = new Set<number>();
        for (const gram of grams) threes.add(firstThree(gram)).add(lastThree(gram));
        const bits = Math.min(MAX_BITS, Math.max(MIN_BITS, 1 + Math.ceil(Math.log2(threes.size + 1))));
        this.#threes = new Uint8Array(2 ** bits);
        this.#threesShift = 32 - bits;
        for (const three of threes) {
            const hash = spread(three);
            const place = hash >>> this.#threesShift;
            this.#threes[place] = (this.#threes[place] ?? 0) | (1 << ((hash >>> 8) & 7));
        }
        this.#pairs = pairs;
    }

    /** Fills `gramPlaces` and `pairWords`. */
    scan({ words, length }: Words): void {
        const count = ((length + PAD) >> 2) + 1;
        if (this.gramPlaces.length < count) {
            this.gramPlaces = new Int32Array(2 * count);
            this.pairWords = new Int32Array(2 * count);
        }
        const { gramPlaces, pairWords } = this;
        const threes = this.#threes;
        const threesShift = this.#threesShift;
        const { filter, shift } = this.#pairs;
        let grams = 0;
        let pairs = 0;
        let low = words[1] as number;
        for (let i = 1; i < count; i++) {
            const high = words[i + 1] as number;
            const folded = low | FOLD4;
            let hash = Math.imul(folded << 8, FIRST);
            const first = ((threes[hash >>> threesShift] as number) >>> ((hash >>> 8) & 7)) & 1;
            hash = Math.imul(((folded >>> 8) & 0xffff00) | ((high | FOLD4) << 24), FIRST);
            const second = ((threes[hash >>> threesShift] as number) >>> ((hash >>> 8) & 7)) & 1;
            gramPlaces[grams] = (i << 2) | (second << 1) | first;
            grams += first | second;
            const isLow = (((low - LOWEST4) & ~low) | ((high - LOWEST4) & ~high)) & HIGH4;
            const wanted = ~((isLow | -isLow) >> 31);
            hash = Math.imul(Math.imul(low, FIRST) ^ high, SECOND);
            hash ^= hash >>> 15;
            const bits = (filter[(hash >>> shift) & wanted] as number) & wanted;
            pairWords[pairs] = i;
            pairs += (bits >>> (hash & 31)) & (bits >>> ((hash >>> 5) & 31)) & 1;
            low = high;
        }
        this.gramCount = grams;
        this.pairCount = pairs;
    }

    /** Whether three chars below 128 at `at` may be of a gram. */
    mayHoldAt(text: string, at: number): boolean {
        const three = (text.charCodeAt(at) | (text.charCodeAt(at + 1) << 8) | (text.charCodeAt(at + 2) << 16)) << 8;
        const hash = spread(three | (FOLD4 << 8));
        return (((this.#threes[hash >>> this.#threesShift] as number) >>> ((hash >>> 8) & 7)) & 1) !== 0;
    }
}
