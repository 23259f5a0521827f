/** One cell of a row: [start, end) in the text without its quotes and blanks. */
export interface Cell {
    readonly start: number;
    readonly end: number;
    readonly text: string;
}

const QUOTES = "\"'";

/** The cells of the row [from, to), split at `sign` outside quotes. Markdown's first and last `|` make no cells. */
export function cellsOf(text: string, from: number, to: number, sign: string): readonly Cell[] {
    const cells: Cell[] = [];
    let start = from;
    let quote = "";
    for (let at = from; at <= to; at++) {
        const char = at === to ? sign : (text[at] ?? "");
        if (quote !== "" && at < to) {
            if (char === quote) quote = "";
            continue;
        }
        if (QUOTES.includes(char) && text.slice(start, at).trim() === "") quote = char;
        if (char !== sign) continue;
        cells.push(trimmed(text, start, at));
        start = at + 1;
    }
    return sign === "|" ? withoutFrame(cells) : cells;
}

function withoutFrame(cells: readonly Cell[]): readonly Cell[] {
    const framed = cells.length > 2 && cells[0]?.text === "" && cells.at(-1)?.text === "";
    return framed ? cells.slice(1, -1) : cells;
}

function trimmed(text: string, from: number, to: number): Cell {
    let start = from;
    let end = to;
    while (start < end && (text[start] ?? "").trim() === "") start++;
    while (end > start && (text[end - 1] ?? "").trim() === "") end--;
    const first = text[start] ?? "";
    const quoted = end - start >= 2 && first !== "" && QUOTES.includes(first) && text[end - 1] === first;
    return quoted
        ? { start: start + 1, end: end - 1, text: text.slice(start + 1, end - 1) }
        : { start, end, text: text.slice(start, end) };
}
