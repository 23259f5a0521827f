import { exactAt } from "./gram.ts";
import { type PairFilter, pairHash, type Sieve } from "./sieve.ts";
import { PAD, type Words } from "./words.ts";

/** Where in the pool a literal begins, and the caller's number for it. */
export interface PhaseEntry {
    readonly at: number;
    readonly payload: number;
}

/** Told of every literal that may begin at `start`: eleven of its bytes do stand there. */
export type OnPhase = (payload: number, start: number) => void;

const PHASES = 4;

/** Literals shorter than this are not for this index. */
export const MIN_PHASED = 8 + PHASES - 1;
/** Below it are blanks, quotes and `#` to `*`, which the sieve passes over. */
const LOWEST = 0x2b;

/** Whether the literal can be found by the bytes at `from`: no byte is below `+`. */
export function isPhased(literal: Uint8Array, from: number): boolean {
    for (let at = from; at < from + MIN_PHASED; at++) if ((literal[at] ?? 0) < LOWEST) return false;
    return true;
}

/**
 * Finds hundreds of thousands of random literals in one pass that looks at every fourth place only: each literal is entered four times, by
 * the eight bytes at each of its first four offsets, one of which falls on a word's border wherever the literal stands.
 */
export class PhaseIndex {
    /** Two bits an entry in one word, 12 bits of room each: one look at memory, and 1 MB for 10,000 values stays in a core's cache. */
    readonly #filter: Int32Array;
    readonly #filterShift: number;
    readonly #slots: Int32Array;
    readonly #slotShift: number;
    /** Four numbers an entry, side by side for the cache: two words, payload and phase, next entry of the slot. */
    readonly #table: Int32Array;

    constructor(pool: Uint8Array, entries: readonly PhaseEntry[]) {
        const bits = Math.ceil(Math.log2(entries.length * PHASES + 1));
        this.#filterShift = 32 - Math.min(22, Math.max(10, bits - 2));
        this.#filter = new Int32Array(2 ** (32 - this.#filterShift));
        this.#slotShift = 32 - Math.max(4, bits);
        this.#slots = new Int32Array(2 ** (32 - this.#slotShift)).fill(-1);
        this.#table = new Int32Array(entries.length * PHASES * 4);
        let row = 0;
        for (const { at, payload } of entries) {
            for (let phase = 0; phase < PHASES; phase++, row += 4)
                this.#insert(row, exactAt(pool, at + phase), exactAt(pool, at + phase + 4), payload * PHASES + phase);
        }
    }

    #insert(at: number, low: number, high: number, coded: number): void {
        const hash = pairHash(low, high);
        const place = hash >>> this.#filterShift;
        this.#filter[place] = (this.#filter[place] ?? 0) | (1 << (hash & 31)) | (1 << ((hash >>> 5) & 31));
        const slot = hash >>> this.#slotShift;
        const table = this.#table;
        table[at] = low;
        table[at + 1] = high;
        table[at + 2] = coded;
        table[at + 3] = this.#slots[slot] ?? -1;
        this.#slots[slot] = at;
    }

    /** For the sieve. */
    get pairs(): PairFilter {
        return { filter: this.#filter, shift: this.#filterShift };
    }

    /** Tells of what may begin in the words that the sieve let through. */
    tell({ words }: Words, { pairWords, pairCount }: Sieve, onPhase: OnPhase): void {
        for (let i = 0; i < pairCount; i++) {
            const at = pairWords[i] as number;
            const low = words[at] as number;
            const high = words[at + 1] as number;
            this.#tell(pairHash(low, high), low, high, at * 4 - PAD, onPhase);
        }
    }

    /** Whether a string of chars below 128 may hold a literal. */
    mayHold(text: string): boolean {
        for (let at = 0; at + 8 <= text.length; at += 4) {
            const hash = pairHash(charsAt(text, at), charsAt(text, at + 4));
            const bits = this.#filter[hash >>> this.#filterShift] as number;
            if (((bits >>> (hash & 31)) & (bits >>> ((hash >>> 5) & 31)) & 1) !== 0) return true;
        }
        return false;
    }

    #tell(hash: number, low: number, high: number, at: number, onPhase: OnPhase): void {
        const table = this.#table;
        let entry = this.#slots[hash >>> this.#slotShift] as number;
        while (entry >= 0) {
            if (table[entry] === low && table[entry + 1] === high) {
                const coded = table[entry + 2] as number;
                onPhase(coded >> 2, at - (coded & 3));
            }
            entry = table[entry + 3] as number;
        }
    }
}

function charsAt(text: string, at: number): number {
    return (
        text.charCodeAt(at) | (text.charCodeAt(at + 1) << 8) | (text.charCodeAt(at + 2) << 16) | (text.charCodeAt(at + 3) << 24)
    );
}
