import { isSecretName } from "../../secret-name.ts";
import { lineEnd, lineStart } from "../edge.ts";
import type { Found, Span } from "../pattern.ts";
import { isHarmless } from "../shapes/harmless.ts";
import { type Cell, cellsOf } from "./cells.ts";
import type { Heading } from "./heading.ts";

const MAX_LINE = 4096;
const MAX_COLUMNS = 64;
const MAX_TABLE = 65_536;
/** What a log writes before each line. */
const STAMP = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d) (?:std(?:out|err) [FP] )?/;
const RULER = /^[\s|+:=-]*$/;
const HEADING = /^\w[\w.-]{0,63}$/;

/** The cells below a heading of a table that psql, mysql, Markdown or CSV have written. Undefined where the name heads none. */
export function tableColumn(text: string, name: Heading, ended: boolean): Found {
    const start = lineStart(text, name.start);
    const end = lineEnd(text, start, MAX_LINE);
    const head = rowOf(text, start, end);
    const sign = signBeside(text, name, head.start, end);
    if (sign === undefined) return undefined;
    const headings = cellsOf(text, head.start, end, sign);
    if (headings.length < 2 || headings.length > MAX_COLUMNS || !headings.every((cell) => HEADING.test(cell.text)))
        return undefined;
    const column = headings.findIndex((cell) => cell.start <= name.start && name.end <= cell.end);
    return column < 0
        ? undefined
        : below(text, { from: end + 1, sign, column, width: headings.length, heading: name.text }, ended);
}

interface Table {
    /** Where the rows begin. */
    readonly from: number;
    readonly sign: string;
    readonly column: number;
    readonly width: number;
    readonly heading: string;
}

function below(text: string, { from, sign, column, width, heading }: Table, ended: boolean): Found {
    const spans: Span[] = [];
    let at = from;
    for (; at < text.length && at - from < MAX_TABLE; at = lineEnd(text, at, MAX_LINE) + 1) {
        const end = lineEnd(text, at, MAX_LINE);
        const row = rowOf(text, at, end);
        if (RULER.test(text.slice(row.start, end))) {
            if (row.start === end) break;
            continue;
        }
        const cells: readonly Cell[] = cellsOf(text, row.start, end, sign);
        const cell = cells[column];
        if (cells.length !== width || cell === undefined || cell.text === heading || isSecretName(cell.text)) break;
        if (cell.end > cell.start && !isHarmless(cell.text)) spans.push({ start: cell.start, end: cell.end });
    }
    if (at >= text.length && !ended) return "more";
    return spans.length === 0 ? undefined : spans;
}

function rowOf(text: string, start: number, end: number): { readonly start: number } {
    return { start: start + (STAMP.exec(text.slice(start, Math.min(end, start + 60)))?.[0].length ?? 0) };
}

/** Whether a sign of a table stands beside the name, one of a tab's escapes included: cheap, and right when it says no. */
export function mayHeadColumn(text: string, name: Heading): boolean {
    const after = signAfter(text, name.end, text.length);
    return (
        (after === "\\" ? ESCAPED_TAB.test(text.slice(name.end, name.end + 32)) : isSign(after)) ||
        isSign(signBefore(text, name.start, 0))
    );
}

const ESCAPED_TAB = /^[ "]*\\+t/;

/** The sign that separates the name from its neighbours; at the start or end of its line it has one only. */
function signBeside(text: string, name: Heading, start: number, end: number): string | undefined {
    const before = signBefore(text, name.start, start);
    const after = signAfter(text, name.end, end);
    const sign = isSign(after) ? after : before;
    if (!isSign(sign)) return undefined;
    return [before, after].every((one) => one === sign || one.trim() === "" || one === '"') ? sign : undefined;
}

/** The char before the blanks and quotes that stand before `at`, or where there is none, the first of those. */
function signBefore(text: string, at: number, start: number): string {
    let from = at;
    while (from > start && isBlankOrQuote(text[from - 1])) from--;
    const char = from > start ? (text[from - 1] ?? "") : "";
    return char.trim() !== "" ? char : from < at ? (text[from] ?? "") : "";
}

/** The char behind the blanks and quotes at `at`. */
function signAfter(text: string, at: number, end: number): string {
    let to = at;
    while (to < end && isBlankOrQuote(text[to])) to++;
    const char = to < end ? (text[to] ?? "") : "";
    return char === "\t" || char.trim() !== "" ? char : "";
}

function isBlankOrQuote(char: string | undefined): boolean {
    return char === " " || char === '"';
}

function isSign(char: string): boolean {
    return char === "," || char === ";" || char === "|" || char === "\t";
}
