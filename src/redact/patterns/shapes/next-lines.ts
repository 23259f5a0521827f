import { lineEnd, lineStart } from "../edge.ts";
import type { Found, Span } from "../pattern.ts";
import { isHarmless } from "./harmless.ts";
import { looksSecret } from "./looks-random.ts";
import { readQuoted } from "./read-quoted.ts";

/** A name with a sign behind it and nothing else on its line. */
export interface OpenLine {
    readonly text: string;
    readonly ended: boolean;
    /** Where the name begins. */
    readonly name: number;
    /** Just behind the sign. */
    readonly at: number;
    /** All that follows is hidden, not only what looks like a secret. */
    readonly strong: boolean;
    /** `passwords:`: lists and maps of them. */
    readonly several: boolean;
}

const MAX_LINE = 4096;
const MAX_LINES = 200;
const NOTHING_MORE = /[ \t]*(?:#[^\n]*)?\r?(?:\n|$)/y;
const BEFORE_NAME = /^(?:\d{4}-\d\d-\d\dT[\d:.]+Z )?[ \t]*(?:- )?(?:\[?\\{0,7}["'])?$/;
const ITEM = /^- +/;
const ENTRY = /^\\{0,7}["']?[\w.@/-]{1,128}\\{0,7}["']?:[ \t]+/;
const ALONE = /^[^\s"'{}[\]<>:,][^\s"'{}[\]<>]{1,511}[^\s"'{}[\]<>:|]$/;

/** Whether the value is not on the name's line but on those below: `"password":` and a new line. */
export function opensLines(text: string, name: number, at: number): boolean {
    if (!" \t#\r\n".includes(text[at] ?? "\n")) return false;
    NOTHING_MORE.lastIndex = at;
    return NOTHING_MORE.test(text) && BEFORE_NAME.test(text.slice(lineStart(text, name), name));
}

/** The value on the next line, deeper than the name's; of names for several, those of all such lines, as list, as map or bare. */
export function nextLines(line: OpenLine): Found {
    const { text, ended, several } = line;
    const start = lineStart(text, line.name);
    const indent = indentOf(text, start);
    const spans: Span[] = [];
    let next = lineEnd(text, line.at, MAX_LINE) + 1;
    let depth = -1;
    const isArrow = /=>[ \t]*$/.test(text.slice(Math.max(0, line.at - 48), line.at));
    for (let count = 0; count < MAX_LINES; count++) {
        if (next >= text.length) return ended ? found(spans) : "more";
        const end = lineEnd(text, next, MAX_LINE);
        const from = next + indentOf(text, next);
        if (depth < 0) depth = from - next;
        const isItem = text.startsWith("- ", from);
        if (from - next !== depth || depth < indent || (depth === indent && !isItem && !isArrow)) break;
        const span = valueIn(line, from, end);
        if (span === undefined) break;
        spans.push(span);
        if (!several) break;
        next = end + 1;
    }
    return found(spans);
}

function found(spans: readonly Span[]): Found {
    return spans.length === 0 ? undefined : spans;
}

function valueIn({ text, strong, several }: OpenLine, from: number, end: number): Span | undefined {
    const line = text.slice(from, end).trimEnd();
    const lead = several ? (ITEM.exec(line)?.[0] ?? ENTRY.exec(line)?.[0] ?? "") : "";
    const quoted = readQuoted(text, from + lead.length);
    const rest = line.slice(lead.length);
    if (quoted !== undefined) {
        if (!/^[,;)]{0,3}$/.test(text.slice(quoted.after, from + line.length))) return undefined;
        return isSecret(quoted.text, strong) ? { start: quoted.start, end: quoted.end } : undefined;
    }
    const bare = rest.replace(/,$/, "");
    if (!ALONE.test(bare) || !isSecret(bare, strong)) return undefined;
    return { start: from + lead.length, end: from + lead.length + bare.length };
}

function isSecret(value: string, strong: boolean): boolean {
    return value !== "" && !isHarmless(value) && (strong || looksSecret(value));
}

function indentOf(text: string, at: number): number {
    let count = 0;
    while (text[at + count] === " " || text[at + count] === "\t") count++;
    return count;
}
