import { isByteOf, NAME } from "../shapes/char-class.ts";

/** An identifier that may head a column: chars [start, end). */
export interface Heading {
    readonly start: number;
    readonly end: number;
    readonly text: string;
}

const MAX_SIDE = 64;

/** Where the identifier around `at` begins. */
export function headingStart(bytes: Uint8Array, at: number): number {
    const first = Math.max(0, at - MAX_SIDE);
    let start = at;
    while (start > first && isByteOf(bytes, start - 1, NAME)) start--;
    return start;
}

/** Where it ends. */
export function headingEnd(bytes: Uint8Array, at: number): number {
    let end = at;
    while (end < at + MAX_SIDE && isByteOf(bytes, end, NAME)) end++;
    return end;
}

/** The identifier between the two. */
export function heading(text: string, start: number, end: number): Heading {
    return { start, end, text: text.slice(start, end) };
}
