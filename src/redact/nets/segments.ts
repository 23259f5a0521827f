import type { Buffer } from "node:buffer";

/** Lines up to this length are looked at whole. */
const LONG_LINE = 49_152;
/** A longer one is looked at in windows of this size, of which at most LONG_LINE are decided at a time: so much is known to the right. */
export const WINDOW = 81_920;

const NEWLINE = 0x0a;

/** Start of the first line in [from, to) that is longer than LONG_LINE, or -1. Jumps; costs next to nothing. */
export function firstLongLine(bytes: Buffer, from: number, to: number): number {
    let start = from;
    while (to - start > LONG_LINE) {
        const newline = bytes.lastIndexOf(NEWLINE, start + LONG_LINE);
        if (newline < start) return start;
        start = newline + 1;
    }
    return -1;
}

/** A part of a line [start, end) that must not be cut. */
export interface Whole {
    readonly start: number;
    readonly end: number;
}

/** White space as \s has it in latin1, and what separates values. */
const SOFT = new Set([..."\t\n\v\f\r \u00a0,;&|\"'{}()[]<>"].map((char) => char.charCodeAt(0)));

/**
 * Where to cut a window of a long line: at the last soft char before LONG_LINE that is in none of the wholes, so that the cut depends on
 * the text alone and not on how it arrived.
 */
export function cutOf(text: string, wholes: readonly Whole[]): number {
    let cut = LONG_LINE;
    for (let at = LONG_LINE; at > LONG_LINE / 2; at--) {
        if (SOFT.has(text.charCodeAt(at))) {
            cut = at;
            break;
        }
    }
    for (let i = wholes.length - 1; i >= 0; i--) {
        const whole = wholes[i];
        if (whole !== undefined && whole.start < cut && whole.end > cut)
            cut = whole.start > LONG_LINE / 2 ? whole.start : whole.end;
    }
    return Math.min(cut, text.length);
}
