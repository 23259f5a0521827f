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
    return column < 0 ? undefined : below(text, { from: end + 1, sign, column, width: headings.length }, ended);
}

interface Table {
    /** Where the rows begin. */
    readonly from: number;
    readonly sign: string;
    readonly column: number;
    readonly width: number;
}

function below(text: string, { from, sign, column, width }: Table, ended: boolean): Found {
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
        if (cells.length !== width || cell === undefined || isSecretName(cell.text)) break;
        if (cell.end > cell.start && !isHarmless(cell.text)) spans.push({ start: cell.start, end: cell.end });
    }
    if (at >= text.length && !ended) return "more";
    return spans.length === 0 ? undefined : spans;
}

function rowOf(text: string, start: number, end: number): { readonly start: number } {
    return { start: start + (STAMP.exec(text.slice(start, Math.min(end, start + 60)))?.[0].length ?? 0) };
}

/** The sign that separates the name from its neighbours; at the start or end of its line it has one only. */
function signBeside(text: string, name: Heading, start: number, end: number): string | undefined {
    const before = /[^\s"]?[ "]*$/.exec(text.slice(start, name.start))?.[0][0] ?? "";
    const after = /^[ "]*([^\s"]|\t)?/.exec(text.slice(name.end, end))?.[1] ?? "";
    const sign = SIGNS.includes(after) && after !== "" ? after : before;
    if (sign === "" || !SIGNS.includes(sign)) return undefined;
    return [before, after].every((one) => one === sign || one.trim() === "" || one === '"') ? sign : undefined;
}

const SIGNS = ",;|\t";
