import { PAD, type Words } from "./words.ts";

/** Four bytes, the first one lowest, each with bit 5 set: letters lose their case, which is all that a filter needs. */
export type Gram = number;

/** A gram that stands for something. `payload` is the caller's own number for it. */
export interface GramEntry {
    readonly gram: Gram;
    readonly payload: number;
    /** The four bytes as they must stand, where letters' case counts; else the gram decides alone. */
    readonly exact?: number;
    /** Of a gram of four equal bytes: a run of that byte is told of at its first three places only. */
    readonly atRunStart?: boolean;
}

/** Told of every entry whose gram ends just before `end`. */
export type OnGram = (payload: number, end: number) => void;

const FOLD = 0x20;
const FOLD4 = 0x20202020;
const MULTIPLIER = 0x9e3779b1;
const ROW = 5;
const EXACT = 1;
const AT_RUN_START = 2;

/** The gram of four bytes at `at`; bytes outside count as spaces. */
export function gramAt(bytes: Uint8Array, at: number): Gram {
    let gram = 0;
    for (let i = 3; i >= 0; i--) gram = (gram << 8) | ((bytes[at + i] ?? 0) | FOLD);
    return gram;
}

/** The four bytes at `at` as they are. */
export function exactAt(bytes: Uint8Array, at: number): number {
    return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
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
    /** Five numbers an entry, side by side for the cache: gram, payload, next entry of the slot, exact bytes, how to compare them. */
    readonly #table: Int32Array;
    /** All grams of one byte are told of at the start of a run only. */
    readonly #skipsRuns: boolean;

    constructor(entries: readonly GramEntry[]) {
        this.#skipsRuns = entries.every(({ gram, atRunStart }) => atRunStart === true || !isUniform(gram));
        const bits = Math.ceil(Math.log2(entries.length + 1));
        const filterBits = Math.min(24, Math.max(15, 3 + bits));
        const slotBits = Math.max(4, 1 + bits);
        this.#filter = new Uint8Array(2 ** filterBits);
        this.#filterShift = 32 - filterBits;
        this.#slots = new Int32Array(2 ** slotBits).fill(-1);
        this.#slotShift = 32 - slotBits;
        this.#table = new Int32Array(entries.length * ROW);
        for (const [at, entry] of entries.entries()) this.#insert(at * ROW, entry);
    }

    #insert(at: number, { gram, payload, exact, atRunStart }: GramEntry): void {
        const hash = Math.imul(gram, MULTIPLIER);
        const place = hash >>> this.#filterShift;
        this.#filter[place] = (this.#filter[place] ?? 0) | (1 << ((hash >>> 5) & 7));
        const slot = hash >>> this.#slotShift;
        const compare = (exact === undefined ? 0 : EXACT) | (atRunStart === true ? AT_RUN_START : 0);
        const table = this.#table;
        table[at] = gram;
        table[at + 1] = payload;
        table[at + 2] = this.#slots[slot] ?? -1;
        table[at + 3] = exact ?? 0;
        table[at + 4] = compare;
        this.#slots[slot] = at;
    }

    /** One pass over bytes that were read into words. */
    scan({ words, padded, length }: Words, onGram: OnGram): void {
        const filter = this.#filter;
        const shift = this.#filterShift;
        const count = (length >> 2) + 2;
        const skipsRuns = this.#skipsRuns;
        let before = 0;
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
            if ((seen & 1) !== 0 && !(skipsRuns && low === high && low === before && isUniform(low)))
                this.#tellWord(low, high, i * 4 - PAD, { padded, length, onGram });
            before = low;
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

    #tellWord(low: number, high: number, end: number, scan: Scan): void {
        this.#tell(low, end, scan);
        this.#tell((low >>> 8) | (high << 24), end + 1, scan);
        this.#tell((low >>> 16) | (high << 16), end + 2, scan);
        this.#tell((low >>> 24) | (high << 8), end + 3, scan);
    }

    #tell(gram: Gram, end: number, { padded, length, onGram }: Scan): void {
        const hash = Math.imul(gram, MULTIPLIER);
        if ((((this.#filter[hash >>> this.#filterShift] as number) >>> ((hash >>> 5) & 7)) & 1) === 0 || end > length) return;
        const table = this.#table;
        let at = this.#slots[hash >>> this.#slotShift] as number;
        while (at >= 0) {
            if (table[at] === gram && fits(padded, end + PAD - 4, table[at + 3] as number, table[at + 4] as number))
                onGram(table[at + 1] as number, end);
            at = table[at + 2] as number;
        }
    }
}

interface Scan {
    readonly padded: Uint8Array;
    readonly length: number;
    readonly onGram: OnGram;
}

/** Four equal bytes. */
export function isUniform(gram: Gram): boolean {
    return gram >>> 8 === (gram & 0xffffff);
}

function fits(padded: Uint8Array, at: number, exact: number, compare: number): boolean {
    if (compare === 0) return true;
    if ((compare & EXACT) !== 0 && exactAt(padded, at) !== exact) return false;
    return (
        (compare & AT_RUN_START) === 0 ||
        padded[at - 1] !== padded[at] ||
        padded[at - 2] !== padded[at] ||
        padded[at - 3] !== padded[at]
    );
}
