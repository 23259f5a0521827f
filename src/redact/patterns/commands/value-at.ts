import type { Span } from "../pattern.ts";
import { isHarmless } from "../shapes/harmless.ts";
import { readBare } from "../shapes/read-bare.ts";
import { readQuoted } from "../shapes/read-quoted.ts";

/** The value at `at`, in quotes or not, unless it is a mask or a variable, or longer than `longest`. */
export function valueAt(text: string, at: number, longest?: number): Span | undefined {
    const value = readQuoted(text, at) ?? readBare(text, at, { encoded: false, query: false }, longest && longest + 1);
    if (longest !== undefined && value.text.length > longest) return undefined;
    return value.text === "" || isHarmless(value.text) ? undefined : { start: value.start, end: value.end };
}
