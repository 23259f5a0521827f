import { lineEnd } from "../edge.ts";
import type { Span } from "../pattern.ts";
import { isHarmless } from "../shapes/harmless.ts";
import { cellsOf } from "./cells.ts";
import type { Heading } from "./heading.ts";

const MAX_LINE = 32_768;
const MAX_NAMES = 1024;
const MAX_ROWS = 500;
const VALUES = /\)\s*values?\s*/iy;
const ROW = /\(((?:[^()'"]|'(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|\\.)*"|\([^()]{0,200}\))*)\)[\s,]*/y;

/** The literals of one column in `INSERT INTO users (name, password) VALUES ('bob', 'x'), …`. `start` is the line's. */
export function insertColumn(text: string, name: Heading, start: number): readonly Span[] | undefined {
    const open = text.slice(start, name.start).lastIndexOf("(");
    const close = name.end + text.slice(name.end, name.end + MAX_NAMES).indexOf(")");
    if (open < 0 || close < name.end) return undefined;
    VALUES.lastIndex = close;
    const values = VALUES.exec(text);
    if (values === null) return undefined;
    const names = cellsOf(text, start + open + 1, close, ",");
    const column = names.findIndex((cell) => cell.start <= name.start && name.end <= cell.end);
    return column < 0 ? undefined : literals(text, close + values[0].length, column, names.length);
}

function literals(text: string, from: number, column: number, width: number): readonly Span[] | undefined {
    const limit = lineEnd(text, from, MAX_LINE);
    const spans: Span[] = [];
    ROW.lastIndex = from;
    for (let row = ROW.exec(text); row !== null && row.index < limit && spans.length < MAX_ROWS; row = ROW.exec(text)) {
        const first = row.index + 1;
        const cells = cellsOf(text, first, first + (row[1] ?? "").length, ",");
        const cell = cells[column];
        if (cells.length !== width || cell === undefined) break;
        if (cell.end > cell.start && isLiteral(text, cell.start) && !isHarmless(cell.text))
            spans.push({ start: cell.start, end: cell.end });
    }
    return spans.length === 0 ? undefined : spans;
}

function isLiteral(text: string, start: number): boolean {
    return text[start - 1] === "'" || text[start - 1] === '"';
}
