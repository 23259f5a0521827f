import type { Buffer } from "node:buffer";

/** Lines that the container runtime wrote in parts: where these are joined, and the line that may go on behind the end. */
export interface PartedLines {
    /** Start of a line's first part and end of its last seam, again and again. */
    readonly joined: readonly number[];
    /** Start of the line whose rest has not come yet. */
    readonly openFrom: number | undefined;
}

interface Part {
    readonly kind: "cri" | "json";
    /** Undefined where the line breaks off before it says. */
    readonly stream: string | undefined;
    /** Where the text of the container begins. */
    readonly body: number;
    /** Where it ends and what is between it and the rest begins; undefined when this is the last part. */
    readonly seam: number | undefined;
}

interface Line {
    readonly start: number;
    readonly end: number;
    readonly whole: boolean;
}

interface OpenLine {
    readonly start: number;
    readonly part: Part;
    readonly seam: number;
}

const NEWLINE = 0x0a;
const BACKSLASH = 0x5c;
const LETTER_N = 0x6e;
/** A line that has grown to this takes no more parts: the window of piece.ts still holds all of it. */
const MAX_JOINED = 65_536;
/** `TIMESTAMP stdout P ` and `{"log":"` are shorter. */
const MAX_HEAD = 64;
/** What docker writes behind the text, with the labels that it was told to log. */
const MAX_TAIL = 512;
const CRI_PART = ["stdout P ", "stderr P "];
const JSON_STREAM = '","stream":"std';
/** The CRI's log format (kubernetes/design-proposals, kubelet-cri-logging.md): timestamp, stream, and `P` for a part that goes on or `F` for the last one. */
const CRI_HEAD = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d) (std(?:out|err)) ([PF])(?::[A-Z]+)* /;
const JSON_HEAD = '{"log":"';
/** Docker's json-file format. */
const JSON_TAIL = /","stream":"(std(?:out|err))"(?:,"attrs":\{[^{}]*\})?,"time":"[^"]{20,40}"\}\r?$/;

/** Undefined when no line is in parts. `last`: nothing follows the bytes. Adds the seams to the cuts. */
export function partedLines(bytes: Buffer, last: boolean, cuts: number[]): PartedLines | undefined {
    if (!CRI_PART.some((tag) => bytes.includes(tag)) && !holdsJsonPart(bytes)) return undefined;
    const joined: number[] = [];
    let open: OpenLine | undefined;
    for (let start = 0; start < bytes.length; ) {
        const newline = bytes.indexOf(NEWLINE, start);
        const line = { start, end: newline < 0 ? bytes.length : newline, whole: newline >= 0 };
        const part = partOf(bytes, line);
        const goesOn = open !== undefined && part !== undefined && isRestOf(open.part, part);
        if (open !== undefined && goesOn) {
            cuts.push(open.seam, part.body);
            if (joined.at(-2) !== open.start) joined.push(open.start, part.body);
            else joined[joined.length - 1] = part.body;
        } else if (open !== undefined && !line.whole && line.end - start < MAX_HEAD) break;
        const from: number = open !== undefined && goesOn ? open.start : start;
        const seam = part?.seam;
        open = part === undefined || seam === undefined || seam - from >= MAX_JOINED ? undefined : { start: from, part, seam };
        start = line.end + 1;
    }
    return { joined, openFrom: last ? undefined : open?.start };
}

function isRestOf(open: Part, part: Part): boolean {
    return open.kind === part.kind && (part.stream === undefined || part.stream === open.stream);
}

function holdsJsonPart(bytes: Buffer): boolean {
    for (let at = bytes.indexOf(JSON_STREAM); at >= 0; at = bytes.indexOf(JSON_STREAM, at + 1))
        if (!endsWithNewline(bytes, at)) return true;
    return false;
}

function partOf(bytes: Buffer, { start, end, whole }: Line): Part | undefined {
    const head = bytes.toString("latin1", start, Math.min(end, start + MAX_HEAD));
    const cri = CRI_HEAD.exec(head);
    if (cri !== null) return { kind: "cri", stream: cri[1], body: start + cri[0].length, seam: cri[2] === "P" ? end : undefined };
    if (!head.startsWith(JSON_HEAD)) return undefined;
    const body = start + JSON_HEAD.length;
    const from = Math.max(body, end - MAX_TAIL);
    const tail = JSON_TAIL.exec(bytes.toString("latin1", from, end));
    if (tail === null)
        return { kind: "json", stream: undefined, body, seam: whole || end - start >= MAX_JOINED ? undefined : end };
    const seam = from + tail.index;
    return { kind: "json", stream: tail[1], body, seam: endsWithNewline(bytes, seam) ? undefined : seam };
}

/** Whether the JSON string that ends at `at` ends with `\n`, and not with a backslash and an n. */
function endsWithNewline(bytes: Buffer, at: number): boolean {
    if (bytes[at - 1] !== LETTER_N) return false;
    let slashes = 0;
    while (bytes[at - 2 - slashes] === BACKSLASH) slashes++;
    return slashes % 2 === 1;
}
