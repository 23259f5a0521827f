import type { PhaseTables } from "../phase-index.ts";

/** The index of all known values as numbers and bytes, without an object in it: built once and read by any number of threads. */
export interface KnownImage extends PhaseTables {
    /** NEEDLE_ROW numbers each; see needleOf. */
    readonly needles: Int32Array;
    /** SAMPLE_ROW numbers each; see sampleOf. */
    readonly samples: Int32Array;
    /** Gram and index of its sample, by turns: samples too short for the other index. */
    readonly grams: Int32Array;
    /** Index of a needle by the hash of its value: two numbers of hash and the needle, sorted by the first, one of each value. */
    readonly identities: Int32Array;
    /** Bytes of samples, of tokens, and of values that are not in `values`. */
    readonly pool: Uint8Array;
    /** The values as they were given, where they lie in one piece of shared memory. */
    readonly values: Uint8Array;
}

const NEEDLE_ROW = 7;
const SAMPLE_ROW = 6;

/** A text to search for. */
export interface NeedleRow {
    /** Where it lies in `pool`, or in `values`. */
    readonly at: number;
    readonly length: number;
    readonly inPool: boolean;
    readonly reach: number;
    /** A part of it, this long, is as good as the whole; 0 where it is not. */
    readonly partFrom: number;
    /** Its token, in the pool. */
    readonly tokenAt: number;
    readonly tokenLength: number;
}

/** Reads a needle. */
export function needleOf({ needles }: KnownImage, index: number): NeedleRow {
    const row = index * NEEDLE_ROW;
    const number = (column: number) => needles[row + column] as number;
    return {
        at: number(0),
        length: number(1),
        inPool: number(2) === 1,
        reach: number(3),
        partFrom: number(4),
        tokenAt: number(5),
        tokenLength: number(6),
    };
}

/** A stretch of one form of one needle. */
export interface SampleRow {
    readonly needle: number;
    /** Index into ENCODINGS. */
    readonly encoding: number;
    /** In the pool. */
    readonly pooled: number;
    readonly length: number;
    /** Where in the form it begins, or where in the value: see WHOLE and BY_VALUE. */
    readonly at: number;
    /** Where in it what it is found by begins: a gram of a short one, eight bytes of a longer one. */
    readonly foundAt: number;
    /** It is all of the form. */
    readonly isWhole: boolean;
    /** `at` counts the value's bytes, not the form's. */
    readonly isByValue: boolean;
    /** Of the value itself, what all escapings leave as it is: see nested.ts. */
    readonly isCore: boolean;
}

export const WHOLE = 0x100;
export const BY_VALUE = 0x200;
export const CORE = 0x400;

/** Reads a sample. */
export function sampleOf({ samples }: KnownImage, index: number): SampleRow {
    const row = index * SAMPLE_ROW;
    const number = (column: number) => samples[row + column] as number;
    return {
        needle: number(0),
        encoding: number(1) & 0xff,
        isWhole: (number(1) & WHOLE) !== 0,
        isByValue: (number(1) & BY_VALUE) !== 0,
        isCore: (number(1) & CORE) !== 0,
        pooled: number(2),
        length: number(3),
        at: number(4),
        foundAt: number(5),
    };
}
