import type { Span } from "../pattern.ts";
import { isOf, SPACE } from "./char-class.ts";
import { isHarmless } from "./harmless.ts";
import type { Name } from "./name-around.ts";

const REACH = 640;
const VALUE_AND_NAME =
    /(?:value|val)(\\{0,7}["'])?\s?[:=]\s?(\\{0,7}["'])([^"'\\\n]{1,512})\2\s?,\s?\1?(?:\\{0,7}["'])?(?:name|key|header|field)\1?(?:\\{0,7}["'])?\s?[:=]\s?\\{0,7}["']$/i;

/** Whether `:` or `=` stands before the quote at `at`, its backslashes and a blank between. */
function isBehindSign(text: string, at: number): boolean {
    let sign = at - 1;
    while (at - sign < 9 && text[sign] === "\\") sign--;
    if (isOf(text, sign, SPACE)) sign--;
    return text[sign] === ":" || text[sign] === "=";
}

/** `{"value": "x", "name": "DB_PASSWORD"}`: the pair the other way round, on one line. */
export function valueBefore(text: string, name: Name): Span | undefined {
    const quote = text[name.start - 1];
    if ((quote !== '"' && quote !== "'") || !isBehindSign(text, name.start - 1)) return undefined;
    const before = text.slice(Math.max(0, name.start - REACH), name.start);
    const line = before.slice(before.lastIndexOf("\n") + 1);
    const match = /(?:name|key|header|field)\\{0,7}["']?\s?[:=]\s?\\{0,7}["']$/i.test(line.slice(-24))
        ? VALUE_AND_NAME.exec(line)
        : null;
    const value = match?.[3];
    if (match === null || value === undefined || isHarmless(value)) return undefined;
    const start = name.start - line.length + match.index + match[0].indexOf(value, 5);
    return { start, end: start + value.length };
}
