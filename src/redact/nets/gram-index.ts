import { PAD, type Words } from "./words.ts";

/** Four bytes, the first one lowest, each with bit 5 set: letters lose their case, which is all that a filter needs. */
export type Gram = number;

/** A gram that stands for something. `payload` is the caller's own number for it. */
export interface GramEntry {
    readonly gram: Gram;
    readonly payload: number;
}

/** Told of every entry whose gram ends just before `end`. */
export type OnGram = (payload: number, end: number) => void;

const FOLD = 0x20;
const FOLD4 = 0x20202020;
const MULTIPLIER = 0x9e3779b1;

/** The gram of four bytes at `at`; bytes outside count as spaces. */
export function gramAt(bytes: Uint8Array, at: number): Gram {
    let gram = 0;
    for (let i = 3; i >= 0; i--) gram = (gram << 8) | ((bytes[at + i] ?? 0) | FOLD);
    return gram;
}

/** All grams that a three-byte literal can end: one for each byte before it. */
export function gramsEndingIn(bytes: Uint8Array): readonly Gram[] {
    const high = gramAt(bytes, -1) & ~0xff;
    return [...new Set(Array.from({ length: 256 }, (_, before) => high | before | FOLD))];
}

/**
 * Finds thousands of literals in one pass: a filter over hashed grams turns away nearly every byte, four bytes a step, and an exact table
 * decides the rest. V8 does 500 MB/s with 1,000 entries and 400 with 100,000 (bench/redact.ts), so there is no WebAssembly here.
 */
export class GramIndex {
    readonly #filter: Uint8Array;
    readonly #filterShift: number;
    readonly #slots: Int32Array;
    readonly #slotShift: number;
    /** Three numbers an entry, side by side for the cache: gram, payload, next entry of the slot. */
    readonly #table: Int32Array;

    constructor(entries: readonly GramEntry[]) {
        const bits = Math.ceil(Math.log2(entries.length + 1));
        const filterBits = Math.min(24, Math.max(15, 3 + bits));
        const slotBits = Math.max(4, 1 + bits);
        this.#filter = new Uint8Array(2 ** filterBits);
        this.#filterShift = 32 - filterBits;
        this.#slots = new Int32Array(2 ** slotBits).fill(-1);
        this.#slotShift = 32 - slotBits;
        this.#table = new Int32Array(entries.length * 3);
        for (const [at, entry] of entries.entries()) this.#insert(at * 3, entry);
    }

    #insert(at: number, { gram, payload }: GramEntry): void {
        const hash = Math.imul(gram, MULTIPLIER);
        const place = hash >>> this.#filterShift;
        this.#filter[place] = (this.#filter[place] ?? 0) | (1 << ((hash >>> 5) & 7));
        const slot = hash >>> this.#slotShift;
        this.#table.set([gram, payload, this.#slots[slot] ?? -1], at);
        this.#slots[slot] = at;
    }

    /** One pass over bytes that were read into words. */
    scan({ words, length }: Words, onGram: OnGram): void {
        const filter = this.#filter;
        const shift = this.#filterShift;
        const count = (length >> 2) + 2;
        let low = (words[0] as number) | FOLD4;
        for (let i = 1; i < count; i++) {
            const high = (words[i] as number) | FOLD4;
            let hash = Math.imul(low, MULTIPLIER);
            let seen = (filter[hash >>> shift] as number) >>> ((hash >>> 5) & 7);
            hash = Math.imul((low >>> 8) | (high << 24), MULTIPLIER);
            seen |= (filter[hash >>> shift] as number) >>> ((hash >>> 5) & 7);
            hash = Math.imul((low >>> 16) | (high << 16), MULTIPLIER);
            seen |= (filter[hash >>> shift] as number) >>> ((hash >>> 5) & 7);
            hash = Math.imul((low >>> 24) | (high << 8), MULTIPLIER);
            seen |= (filter[hash >>> shift] as number) >>> ((hash >>> 5) & 7);
            if ((seen & 1) !== 0) this.#tellWord(low, high, i * 4 - PAD, length, onGram);
            low = high;
        }
    }

    /** Whether a string of chars below 128 may have a gram; a char above gives true, for the caller to encode and look closer. */
    mayHold(text: string): boolean {
        const filter = this.#filter;
        const shift = this.#filterShift;
        let gram = FOLD4;
        for (let i = 0; i < text.length; i++) {
            const code = text.charCodeAt(i);
            if (code > 127) return true;
            gram = (gram >>> 8) | ((code | FOLD) << 24);
            const hash = Math.imul(gram, MULTIPLIER);
            if (((filter[hash >>> shift] as number) >>> ((hash >>> 5) & 7)) & 1) return true;
        }
        return false;
    }

    #tellWord(low: number, high: number, end: number, limit: number, onGram: OnGram): void {
        this.#tell(low, end, limit, onGram);
        this.#tell((low >>> 8) | (high << 24), end + 1, limit, onGram);
        this.#tell((low >>> 16) | (high << 16), end + 2, limit, onGram);
        this.#tell((low >>> 24) | (high << 8), end + 3, limit, onGram);
    }

    #tell(gram: Gram, end: number, limit: number, onGram: OnGram): void {
        const hash = Math.imul(gram, MULTIPLIER);
        if ((((this.#filter[hash >>> this.#filterShift] as number) >>> ((hash >>> 5) & 7)) & 1) === 0 || end > limit) return;
        const table = this.#table;
        let at = this.#slots[hash >>> this.#slotShift] as number;
        while (at >= 0) {
            if (table[at] === gram) onGram(table[at + 1] as number, end);
            at = table[at + 2] as number;
        }
    }
}
