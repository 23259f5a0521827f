import { exactAt } from "./gram.ts";
import { type PairFilter, pairHash, type Sieve } from "./sieve.ts";
import { PAD, type Words } from "./words.ts";

/** Told of every literal that may begin at `start`: eleven of its bytes do stand there. */
export type OnPhase = (payload: number, start: number) => void;

const PHASES = 4;
const ROW = 4;

/** Literals shorter than this are not for this index. */
export const MIN_PHASED = 8 + PHASES - 1;
/** Below it are blanks, quotes and `#` to `*`, which the sieve passes over. */
const LOWEST = 0x2b;

/** Whether the literal can be found by the bytes at `from`: no byte is below `+`. */
export function isPhased(literal: Uint8Array, from: number): boolean {
    for (let at = from; at < from + MIN_PHASED; at++) if ((literal[at] ?? 0) < LOWEST) return false;
    return true;
}

/** The index as numbers, so that threads can share it. */
export interface PhaseTables {
    /** Two bits an entry in one number, 12 bits of room each: one look at memory, and 1 MB for 10,000 values stays in a core's cache. */
    readonly filter: Int32Array;
    readonly slots: Int32Array;
    /** Four numbers an entry, side by side for the cache: two words, payload and phase, next entry of the slot. */
    readonly table: Int32Array;
}

/** Each literal four times, by the eight bytes at each of its first four offsets. `entries`: where in the pool one begins and its payload, by turns. */
export function phaseTables(pool: Uint8Array, entries: Int32Array): PhaseTables {
    const count = (entries.length / 2) * PHASES;
    const bits = Math.ceil(Math.log2(count + 1));
    const filter = new Int32Array(2 ** Math.min(22, Math.max(10, bits - 2)));
    const slots = new Int32Array(2 ** Math.max(4, bits)).fill(-1);
    const table = new Int32Array(count * ROW);
    for (let i = 0, row = 0; i < entries.length; i += 2) {
        for (let phase = 0; phase < PHASES; phase++, row += ROW) {
            const at = (entries[i] as number) + phase;
            const low = exactAt(pool, at);
            const high = exactAt(pool, at + 4);
            const hash = pairHash(low, high);
            const place = hash >>> shiftOf(filter);
            filter[place] = (filter[place] as number) | (1 << (hash & 31)) | (1 << ((hash >>> 5) & 31));
            const slot = hash >>> shiftOf(slots);
            table[row] = low;
            table[row + 1] = high;
            table[row + 2] = (entries[i + 1] as number) * PHASES + phase;
            table[row + 3] = slots[slot] as number;
            slots[slot] = row;
        }
    }
    return { filter, slots, table };
}

/** Of an array of 2^n numbers: how far a hash goes right to be an index. */
function shiftOf(numbers: Int32Array): number {
    return Math.clz32(numbers.length) + 1;
}

/**
 * Finds hundreds of thousands of random literals by looking at every fourth place only: each literal is entered four times, by
 * the eight bytes at each of its first four offsets, one of which falls on a word's border wherever the literal stands.
 */
export class PhaseIndex {
    readonly #filter: Int32Array;
    readonly #filterShift: number;
    readonly #slots: Int32Array;
    readonly #slotShift: number;
    readonly #table: Int32Array;

    constructor({ filter, slots, table }: PhaseTables) {
        this.#filter = filter;
        this.#filterShift = shiftOf(filter);
        this.#slots = slots;
        this.#slotShift = shiftOf(slots);
        this.#table = table;
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
