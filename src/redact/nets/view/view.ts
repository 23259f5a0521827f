import { Buffer } from "node:buffer";
import { ANSI_SEQUENCE } from "../ansi.ts";
import { type PartedLines, partedLines } from "./parted-lines.ts";
import { fullWidthChars, unseenCuts } from "./unseen-chars.ts";

/** The bytes as a reader sees them, and the way back to where they stand in the original. */
export interface View {
    readonly bytes: Buffer;
    /** Where in the original the byte at `at` of the view stands. */
    original(at: number): number;
    /** How far the bytes of the view may be decided: a line whose rest has not come waits for it. */
    readonly settled: number;
    /** `at` of the view, or the start of the line where `at` is between parts of it: only whole it can be looked at again. */
    outsideParts(at: number): number;
}

/** Faster copied byte by byte. */
const SHORT = 32;
const ESCAPE = 0x1b;
const NEWLINE = 0x0a;
const COLON = 0x3a;
const LETTER_T = 0x54;
/** Chars of a timestamp before its first colon: `2026-01-01T00`. */
const TIME_AT = 13;
/** A timestamp is shorter. */
const MAX_SEAM = 64;
/** The kubelet cuts container output into parts of this size: only in lines at least as long can a timestamp stand in the middle. */
const PARTIAL_LINE = 16_384;
const ANSI = new RegExp(ANSI_SEQUENCE, "y");
/** Between the parts of one line as the kubelet gives them out: a timestamp in the middle. */
const SEAM = /(?<=[\w+/=.-])\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}(?:Z|[+-]\d\d:\d\d) /y;

/** Undefined when the bytes read as they stand, as nearly all do. `last`: nothing follows them. */
export function viewOf(bytes: Buffer, last: boolean): View | undefined {
    const cuts: number[] = [];
    const ascii: number[] = [];
    if (bytes.includes(0)) wideCuts(bytes, cuts);
    if (bytes.includes(ESCAPE)) ansiCuts(bytes, cuts);
    unseenCuts(bytes, cuts);
    fullWidthChars(bytes, (at, char) => {
        cuts.push(at + 1, at + 3);
        ascii.push(at, char);
    });
    const parted = partedLines(bytes, last, cuts);
    if (hasLongLine(bytes)) seamCuts(bytes, cuts);
    return cuts.length === 0 && parted?.openFrom === undefined ? undefined : without(bytes, inOrder(cuts), ascii, parted);
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
        const at = colon - TIME_AT;
        if (at < past || at < 1) continue;
        SEAM.lastIndex = 1;
        const match = SEAM.exec(bytes.toString("latin1", at - 1, at + MAX_SEAM));
        if (match === null) continue;
        past = at + match[0].length;
        const line = bytes.lastIndexOf(NEWLINE, at - 1) + 1;
        if (at - line >= PARTIAL_LINE) cuts.push(at, past);
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
    if (cuts.every((at, i) => i === 0 || at >= (cuts[i - 1] ?? 0))) return cuts;
    const pairs = Array.from({ length: cuts.length / 2 }, (_, at) => [cuts[2 * at] ?? 0, cuts[2 * at + 1] ?? 0] as const);
    return pairs.sort((a, b) => a[0] - b[0]).flat();
}

function without(bytes: Buffer, cuts: readonly number[], ascii: readonly number[], parted?: PartedLines): View {
    const room = Buffer.allocUnsafe(bytes.length);
    const viewStarts: number[] = [];
    const originalStarts: number[] = [];
    let from = 0;
    let length = 0;
    const keep = (to: number) => {
        if (to <= from) return;
        viewStarts.push(length);
        originalStarts.push(from);
        if (to - from > SHORT) bytes.copy(room, length, from, to);
        else for (let at = from; at < to; at++) room[length + at - from] = bytes[at] as number;
        length += to - from;
    };
    for (let i = 0; i < cuts.length; i += 2) {
        keep(cuts[i] ?? 0);
        from = Math.max(from, cuts[i + 1] ?? 0);
    }
    keep(bytes.length);
    const seen = room.subarray(0, length);
    const original = (at: number) => {
        const part = lastAtMost(viewStarts, at);
        return part < 0 ? at : (originalStarts[part] ?? 0) + at - (viewStarts[part] ?? 0);
    };
    const placed = (at: number) => {
        const part = lastAtMost(originalStarts, at);
        return part < 0 ? 0 : (viewStarts[part] ?? 0) + at - (originalStarts[part] ?? 0);
    };
    for (let i = 0; i < ascii.length; i += 2) seen[placed(ascii[i] ?? 0)] = ascii[i + 1] ?? 0;
    const joined = parted?.joined.map(placed) ?? [];
    return {
        bytes: seen,
        original,
        settled: parted?.openFrom === undefined ? length : placed(parted.openFrom),
        outsideParts(at) {
            const next = lastAtMost(joined, at) + 1;
            return next % 2 === 1 && (joined[next - 1] ?? 0) < at ? (joined[next - 1] ?? 0) : at;
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
