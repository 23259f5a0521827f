import { exactAt, FOLD4, type Gram, isUniform, spread } from "./gram.ts";
import type { Sieve } from "./sieve.ts";
import { PAD, type Words } from "./words.ts";

/** A gram that stands for something. `payload` is the caller's own number for it. */
export interface GramEntry {
    readonly gram: Gram;
    readonly payload: number;
    /** The four bytes as they must stand, where letters' case counts; else the gram decides alone. */
    readonly exact?: number;
    /** Of a gram of four equal bytes: a run of that byte is told of at its first three places only. */
    readonly atRunStart?: boolean;
}

const ROW = 5;
const EXACT = 1;
const AT_RUN_START = 2;

/** Thousands of literals by one gram each. Turns away what the sieve let through by a filter of whole grams, and decides by an exact table. */
export class GramIndex {
    readonly #filter: Uint8Array;
    readonly #filterShift: number;
    readonly #slots: Int32Array;
    readonly #slotShift: number;
    /** Five numbers an entry, side by side for the cache: gram, payload, next entry of the slot, exact bytes, how to compare them. */
    readonly #table: Int32Array;
    /** Grams of one byte that are told of all through a run; other runs are passed over. */
    readonly #inRuns: ReadonlySet<Gram>;
    /**
     * What stood in the text last looked at, in order: an entry's payload and the place just behind its gram, which may be one byte behind the
     * text, by turns; the first `toldCount` count.
     */
    told = new Int32Array(16_384);
    toldCount = 0;

    constructor(entries: readonly GramEntry[]) {
        this.#inRuns = new Set(
            entries.filter(({ gram, atRunStart }) => atRunStart !== true && isUniform(gram)).map(({ gram }) => gram),
        );
        const bits = Math.ceil(Math.log2(entries.length + 1));
        const filterBits = Math.min(24, Math.max(13, 1 + bits));
        const slotBits = Math.max(4, 1 + bits);
        this.#filter = new Uint8Array(2 ** filterBits);
        this.#filterShift = 32 - filterBits;
        this.#slots = new Int32Array(2 ** slotBits).fill(-1);
        this.#slotShift = 32 - slotBits;
        this.#table = new Int32Array(entries.length * ROW);
        for (const [at, entry] of entries.entries()) this.#insert(at * ROW, entry);
    }

    #insert(at: number, { gram, payload, exact, atRunStart }: GramEntry): void {
        const hash = spread(gram);
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

    /** Fills `told` with what stands where the sieve says that something may. */
    tell({ words, padded }: Words, { gramPlaces, gramCount }: Sieve): void {
        this.toldCount = 0;
        for (let i = 0; i < gramCount; i++) {
            const place = gramPlaces[i] as number;
            const at = place >> 2;
            const low = (words[at] as number) | FOLD4;
            const end = at * 4 - PAD + 3;
            if ((place & 1) !== 0) {
                const before = (words[at - 1] as number) | FOLD4;
                const isRun = low === before && isUniform(low) && low === ((words[at + 1] as number) | FOLD4);
                if (isRun && !this.#inRuns.has(low)) continue;
                this.#tell((before >>> 24) | (low << 8), end, padded);
                this.#tell(low, end + 1, padded);
            }
            if ((place & 2) !== 0) {
                const high = (words[at + 1] as number) | FOLD4;
                this.#tell((low >>> 8) | (high << 24), end + 2, padded);
                this.#tell((low >>> 16) | (high << 16), end + 3, padded);
            }
        }
    }

    /** Whether a string of chars below 128 may have a gram that ends just before `end`. */
    mayEndAt(text: string, end: number): boolean {
        const hash = spread(gramOf(text, end - 4));
        return (((this.#filter[hash >>> this.#filterShift] as number) >>> ((hash >>> 5) & 7)) & 1) !== 0;
    }

    #tell(gram: Gram, end: number, padded: Uint8Array): void {
        const hash = spread(gram);
        if ((((this.#filter[hash >>> this.#filterShift] as number) >>> ((hash >>> 5) & 7)) & 1) === 0) return;
        const table = this.#table;
        let at = this.#slots[hash >>> this.#slotShift] as number;
        while (at >= 0) {
            if (table[at] === gram && fits(padded, end + PAD - 4, table[at + 3] as number, table[at + 4] as number))
                this.#note(table[at + 1] as number, end);
            at = table[at + 2] as number;
        }
    }

    #note(payload: number, end: number): void {
        const count = this.toldCount;
        if (count === this.told.length) {
            const wider = new Int32Array(2 * count);
            wider.set(this.told);
            this.told = wider;
        }
        this.told[count] = payload;
        this.told[count + 1] = end;
        this.toldCount = count + 2;
    }
}

function gramOf(text: string, at: number): Gram {
    let gram = 0;
    for (let i = 3; i >= 0; i--) gram = (gram << 8) | (text.charCodeAt(at + i) & 0xff);
    return gram | FOLD4;
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
