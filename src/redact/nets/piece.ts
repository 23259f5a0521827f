import type { Buffer } from "node:buffer";
import type { RedactionCounts } from "../redacted.ts";
import type { Hit } from "./cover.ts";
import type { Counts, Engine } from "./engine.ts";
import { replaced, throughView } from "./replace.ts";
import { cutOf, firstLongLine, WINDOW } from "./segments.ts";
import { behindFullWidth } from "./view/unseen-chars.ts";
import { type View, viewOf } from "./view/view.ts";

interface Piece {
    readonly bytes: Uint8Array;
    readonly rest: Uint8Array;
    readonly counts: RedactionCounts;
}

/** A context of this many chars before a hit stays on its side of a cut. */
const NAME_REACH = 256;
/** An escape or half a wide char at the end of what has come so far may turn out to be something else. */
const UNSETTLED = 64;
/** The lines of a key whose beginning was cut off are held until their end shows what they are; see families/pem.ts. */
const MAX_KEY_LINES = 24_576;
/** Looked at together: its text is small enough to be short-lived in V8's memory, and stays in the caches. */
const BLOCK = 65_536;
const NEWLINE = 0x0a;
const KEY_LINE = /^.{0,120}?(?:[A-Za-z0-9+/]{4}){10,26}[A-Za-z0-9+/=]{0,4}\s*$/;

/** See TextNets.piece. `rest` is at most 160 KiB; the result does not depend on where the text was chopped. */
export function pieceOf(engine: Engine, bytes: Buffer, last: boolean): Piece {
    const counts: Counts = {};
    const { found, view, end } = foundIn(engine, bytes, last);
    const made = found.map(({ hit, text }) => engine.replacement(hit, text, counts));
    const placed = view === undefined ? made : made.map((one) => throughView(bytes, view, one));
    const out = placed.length === 0 ? bytes.subarray(0, end) : replaced(bytes, 0, end, placed);
    return { bytes: out, rest: Uint8Array.from(bytes.subarray(end)), counts };
}

/** A hit and the text it hides. Its place is in the view where there is one. */
export interface Found {
    readonly hit: Hit;
    readonly text: string;
}

/** All that is decided in these bytes; `end` is how many of them that is. */
export function foundIn(
    engine: Engine,
    bytes: Buffer,
    last: boolean,
): { found: readonly Found[]; view: View | undefined; end: number } {
    const view = viewOf(bytes, last);
    const seen = view?.bytes ?? bytes;
    let until = view?.settled ?? seen.length;
    while (true) {
        const found: Found[] = [];
        const isLast = last && until === seen.length;
        const decided = decide(engine, seen.subarray(0, until), isLast, (hit, text) => found.push({ hit, text }));
        if (view === undefined) return { found, view, end: decided };
        const start = last ? decided : view.outsideParts(decided);
        if (start === decided) return { found, view, end: last ? bytes.length : originalEnd(bytes, view, decided) };
        until = start;
    }
}

/** Where in the original everything before `decided` of the view ends. */
function originalEnd(bytes: Buffer, view: View, decided: number): number {
    if (decided < view.bytes.length) return view.original(decided);
    return decided === 0 ? 0 : behindFullWidth(bytes, view.original(decided - 1) + 1);
}

/** Tells the hits in order; returns how far everything is decided. */
function decide(engine: Engine, seen: Buffer, last: boolean, tell: (hit: Hit, text: string) => void): number {
    const wide = seen.includes(0);
    let decided = 0;
    let room = BLOCK;
    const take = (from: number, to: number, text: string, hits: readonly Hit[]) => {
        let end = to;
        for (const hit of hits) {
            if (from + hit.start >= to) break;
            tell({ ...hit, start: from + hit.start, end: from + hit.end }, text.slice(hit.start, hit.end));
            end = Math.max(end, from + hit.end);
        }
        decided = end;
    };
    let long = -1;
    while (decided < seen.length) {
        if (long < decided) long = firstLongLine(seen, decided, seen.length);
        if (long === decided) {
            if (!last && seen.length - long < WINDOW + UNSETTLED) return decided;
            const window = seen.subarray(long, long + WINDOW);
            const text = window.toString("latin1");
            const { hits } = engine.find(window, text, true);
            const wholes = hits.map(({ start, end }) => ({ start: Math.max(0, start - NAME_REACH), end }));
            take(long, long + cutOf(text, wholes), text, hits);
            continue;
        }
        const isPart = (long < 0 ? seen.length : long) - decided > room;
        const to = isPart
            ? partEnd(seen, decided, decided + room, wide)
            : long < 0 && !last
              ? lastLine(seen, decided, seen.length, wide)
              : long < 0
                ? seen.length
                : long;
        const context = isPart || long < 0 ? to : Math.min(seen.length, long + WINDOW);
        const from = decided;
        if (to > from) {
            const block = seen.subarray(from, context);
            const text = block.toString("latin1");
            const { hits, undecidedFrom } = engine.find(block, text, last && context === seen.length);
            take(from, Math.min(to, from + (undecidedFrom ?? text.length)), text, hits);
        }
        if (decided >= to && to > from) room = BLOCK;
        else if (isPart) room *= 2;
        else return decided;
    }
    return decided;
}

/** Behind the last whole line before `until`; `from` where there is none, or where that line may be of a key. */
function partEnd(seen: Buffer, from: number, until: number, wide: boolean): number {
    const end = seen.lastIndexOf(NEWLINE, wide ? until - 3 : until - 1) + 1;
    if (end <= from) return from;
    const start = end - from < 2 ? from : Math.max(from, seen.lastIndexOf(NEWLINE, end - 2) + 1);
    return isKeyLine(seen, start, end) ? from : end;
}

function isKeyLine(seen: Buffer, start: number, end: number): boolean {
    return end - start >= 41 && end - start <= 240 && KEY_LINE.test(seen.toString("latin1", start, end - 1));
}

/** Behind the last whole line before `until` that nothing to come can change; `from` where there is none. */
function lastLine(seen: Buffer, from: number, until: number, wide: boolean): number {
    const end = seen.lastIndexOf(NEWLINE, wide ? until - 3 : until - 1) + 1;
    if (end <= from) return from;
    const floor = Math.max(from, end - MAX_KEY_LINES);
    let at = end;
    while (at > floor) {
        const start = Math.max(floor, at - from < 2 ? from : seen.lastIndexOf(NEWLINE, at - 2) + 1);
        if (!isKeyLine(seen, start, at)) break;
        at = start;
    }
    return at === floor && floor > from ? seen.indexOf(NEWLINE, floor) + 1 : at;
}
