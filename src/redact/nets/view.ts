import { Buffer } from "node:buffer";
import { ANSI_SEQUENCE } from "./ansi.ts";

/** The bytes as a reader sees them, and the way back to where they stand in the original. */
export interface View {
    readonly bytes: Buffer;
    /** Where in the original the byte at `at` of the view stands. */
    original(at: number): number;
}

const ESCAPE = 0x1b;
const NEWLINE = 0x0a;
const COLON = 0x3a;
const LETTER_T = 0x54;
/** Chars of a timestamp before its first colon: `2026-01-01T00`. */
const TIME_AT = 13;
/** A newline, a timestamp and ` stdout F ` are shorter. */
const MAX_SEAM = 64;
/** The kubelet cuts container output into parts of this size: only in lines at least as long can a timestamp stand in the middle. */
const PARTIAL_LINE = 16_384;
const ANSI = new RegExp(ANSI_SEQUENCE, "y");
/** Between the parts of one line as the kubelet and CRI write them: a timestamp in the middle, or a new line tagged as its rest. */
const SEAM =
    /(?<=[\w+/=.-])(?:\n\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}(?:Z|[+-]\d\d:\d\d) std(?:out|err) [FP] |\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}(?:Z|[+-]\d\d:\d\d) )/y;

/** Undefined when the bytes read as they stand, as nearly all do. */
export function viewOf(bytes: Buffer): View | undefined {
    const cuts: number[] = [];
    if (bytes.includes(0)) wideCuts(bytes, cuts);
    if (bytes.includes(ESCAPE)) ansiCuts(bytes, cuts);
    if (hasLongLine(bytes)) seamCuts(bytes, cuts);
    return cuts.length === 0 ? undefined : without(bytes, inOrder(cuts));
}

/** UTF-16: a NUL every second byte. Elsewhere a NUL is a separator and stays. */
function wideCuts(bytes: Buffer, cuts: number[]): void {
    for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, at + 1)) {
        if (bytes[at + 2] === 0 && bytes[at + 1] !== 0) cuts.push(at, at + 1);
    }
}

function ansiCuts(bytes: Buffer, cuts: number[]): void {
    const text = bytes.toString("latin1");
    for (let at = text.indexOf("\x1b"); at >= 0; at = text.indexOf("\x1b", at + 1)) {
        ANSI.lastIndex = at;
        const match = ANSI.exec(text);
        if (match !== null) cuts.push(at, at + match[0].length);
    }
}

function seamCuts(bytes: Buffer, cuts: number[]): void {
    let past = 0;
    for (let colon = bytes.indexOf(COLON); colon >= 0; colon = bytes.indexOf(COLON, colon + 1)) {
        if (bytes[colon - 3] !== LETTER_T || bytes[colon + 3] !== COLON) continue;
        const time = colon - TIME_AT;
        const at = bytes[time - 1] === NEWLINE ? time - 1 : time;
        if (at < past || at < 1) continue;
        SEAM.lastIndex = 1;
        const match = SEAM.exec(bytes.toString("latin1", at - 1, at + MAX_SEAM));
        if (match === null) continue;
        past = at + match[0].length;
        const line = bytes.lastIndexOf(NEWLINE, at - 1) + 1;
        if (
            at - line >= PARTIAL_LINE &&
            (match[0][0] !== "\n" || / std(?:out|err) P /.test(bytes.toString("latin1", line, line + 60)))
        ) {
            cuts.push(at, past);
        }
    }
}

/** Jumps from line to line, 16 KiB at a time. */
function hasLongLine(bytes: Buffer): boolean {
    let start = 0;
    while (start + PARTIAL_LINE < bytes.length) {
        const newline = bytes.lastIndexOf(NEWLINE, start + PARTIAL_LINE - 1);
        if (newline < start) return true;
        start = newline + 1;
    }
    return false;
}

function inOrder(cuts: readonly number[]): readonly number[] {
    const pairs = Array.from({ length: cuts.length / 2 }, (_, at) => [cuts[2 * at] ?? 0, cuts[2 * at + 1] ?? 0] as const);
    return pairs.sort((a, b) => a[0] - b[0]).flat();
}

function without(bytes: Buffer, cuts: readonly number[]): View {
    const parts: Buffer[] = [];
    const viewStarts: number[] = [];
    const originalStarts: number[] = [];
    let from = 0;
    let length = 0;
    const keep = (to: number) => {
        if (to <= from) return;
        viewStarts.push(length);
        originalStarts.push(from);
        parts.push(bytes.subarray(from, to));
        length += to - from;
    };
    for (let i = 0; i < cuts.length; i += 2) {
        keep(cuts[i] ?? 0);
        from = Math.max(from, cuts[i + 1] ?? 0);
    }
    keep(bytes.length);
    return {
        bytes: Buffer.concat(parts, length),
        original(at) {
            const part = lastAtMost(viewStarts, at);
            return part < 0 ? at : (originalStarts[part] ?? 0) + at - (viewStarts[part] ?? 0);
        },
    };
}

function lastAtMost(sorted: readonly number[], value: number): number {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if ((sorted[middle] ?? 0) <= value) low = middle + 1;
        else high = middle;
    }
    return low - 1;
}
