import { isOf, NAME } from "../shapes/char-class.ts";

/** An identifier that may head a column: chars [start, end). */
export interface Heading {
    readonly start: number;
    readonly end: number;
    readonly text: string;
}

const MAX_SIDE = 64;

/** The identifier around `at`. */
export function headingAround(text: string, at: number): Heading {
    const first = Math.max(0, at - MAX_SIDE);
    let start = at;
    while (start > first && isOf(text, start - 1, NAME)) start--;
    let end = at;
    while (end < at + MAX_SIDE && isOf(text, end, NAME)) end++;
    return { start, end, text: text.slice(start, end) };
}
