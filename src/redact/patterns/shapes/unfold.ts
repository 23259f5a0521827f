import { lineEnd, lineStart } from "../edge.ts";
import type { Found, Span } from "../pattern.ts";

/** A part of a text with lines where the text has only marks of them: chars stay where they are, counted from `from`. */
export interface Unfolded {
    readonly text: string;
    readonly from: number;
    /** Nothing that could follow is missing. */
    readonly ended: boolean;
}

const REACH = 8192;
/** Behind the name as far as the mark of a new line is looked for. */
const NEAR = 96;
const MARK = /(?<!\\)(\\{1,15})n/;
/** A name that ends its line, but for what opens a value. */
const OPEN =
    /^["'`\]]{0,8}[ \t]{0,8}(?:=>|[:=])?[ \t]{0,8}(?:[|>][-+]?|[[{]|[A-Z]\w{0,20}\(|"""|'''|<\/[\w:.-]{1,40}>|["']?>)?[ \t]{0,8}[,{]?\r?$/;
const FIRST_STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d) (?:std(?:out|err) F )?/;
const STAMP = /\n\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d) (?:std(?:out|err) F )?/g;
const STAMPED = /^\n\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/**
 * Lines inside a JSON string (`\n`, in strings inside strings with twice the backslashes each), and lines that a log has put its timestamps before.
 * Undefined where the text around the name [start, end) has neither.
 */
export function unfolded(text: string, start: number, end: number, ended: boolean): Unfolded | undefined {
    const near = text.slice(end, end + NEAR);
    const line = near.indexOf("\n");
    return (
        (near.includes("\\") ? escapedLines(text, start, end) : undefined) ??
        (line < 0 ? undefined : stampedLines(text, start, end, end + line, ended))
    );
}

/** In strings inside strings each mark has twice as many backslashes, and each quote as many but one. */
const MARKS = new Map(
    [1, 2, 4, 8].map((slashes) => {
        const quote = `(?<!\\\\)\\\\{${slashes - 1}}"`;
        const escapes = new RegExp(`(?<!\\\\)\\\\{${slashes}}([nrt])`, "g");
        return [slashes, { quote: new RegExp(quote), quotes: new RegExp(quote, "g"), escapes }];
    }),
);

const LAST_LINE = 320;

/** Whether the text breaks off before the lines that a value may stand on: behind `password:`, `Some(`, or a sentence that ends in a colon. */
export function opensAtEnd(text: string, end: number): boolean {
    if (text.length - end > LAST_LINE) return false;
    const rest = text.slice(end).replace(STAMP, "\n");
    const line = rest.trimEnd();
    return rest !== line && !line.includes("\n") && (line.endsWith(":") || OPEN.test(line));
}

function escapedLines(text: string, start: number, end: number): Unfolded | undefined {
    const near = text.slice(end, lineEnd(text, end, NEAR));
    const slashes = near.includes("\\n") ? MARK.exec(near)?.[1]?.length : undefined;
    const marks = slashes === undefined ? undefined : MARKS.get(slashes);
    if (marks === undefined) return undefined;
    const line = lineStart(text, start);
    const before = text.slice(line, start);
    const opening = before.includes('"') ? [...before.matchAll(marks.quotes)].at(-1) : undefined;
    if (opening === undefined) return undefined;
    const from = line + opening.index + opening[0].length;
    const rest = text.slice(end, lineEnd(text, end, REACH));
    const closing = marks.quote.exec(rest);
    const window = text.slice(from, end + (closing?.index ?? rest.length));
    return {
        text: window.replace(marks.escapes, (mark, letter) => mark.slice(1).replace(/./g, " ") + SIGNS[letter]),
        from,
        ended: true,
    };
}

const SIGNS: Readonly<Record<string, string>> = { n: "\n", r: " ", t: "\t" };

function stampedLines(text: string, start: number, end: number, line: number, ended: boolean): Unfolded | undefined {
    if (!OPEN.test(text.slice(end, line)) || !STAMPED.test(text.slice(line, line + 24))) return undefined;
    const first = lineStart(text, start);
    const from = first + (FIRST_STAMP.exec(text.slice(first, start))?.[0].length ?? 0);
    const window = text.slice(from, line + REACH);
    const clear = window.replace(STAMP, (stamp) => `${" ".repeat(stamp.length - 1)}\n`);
    return { text: clear, from, ended: ended || line + REACH < text.length };
}

/** What was found in the unfolded text, where it stands in the whole one. */
export function refolded(found: Found, { from }: Unfolded): Found {
    if (found === undefined || found === "more") return found;
    const moved = (span: Span): Span => ({ ...span, start: span.start + from, end: span.end + from });
    return "start" in found ? moved(found) : found.map(moved);
}
