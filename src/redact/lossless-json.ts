import { isAscii } from "node:buffer";
import { fail, ok, type Result } from "../core/problem.ts";
import { ExactNumber, isObject, type Json } from "./json.ts";

/**
 * Parses JSON without changing anything: numbers that a double would change come as ExactNumber. Bad UTF-8, broken JSON and a key that
 * stands twice in one object are `invalid`: what one reader sees and another does not cannot be looked into. Order of keys is kept, but
 * keys that are small integers come first, as JavaScript has it.
 */
export function parseJson(bytes: Uint8Array): Result<Json> {
    try {
        return parseText(decoded(bytes));
    } catch (error) {
        return fail("invalid", `JSON is not UTF-8: ${error instanceof Error ? error.message : String(error)}`);
    }
}

/** As parseJson, of what an API server wrote: it has every key once, and looking for a second one would take as long as parsing. */
export function parseServed(bytes: Uint8Array): Result<Json> {
    try {
        return ok(lossless(decoded(bytes)));
    } catch (error) {
        return fail("invalid", `JSON cannot be parsed: ${reason(error)}`);
    }
}

function decoded(bytes: Uint8Array): string {
    return isAscii(bytes) ? latin1(bytes) : new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

function lossless(text: string): Json {
    return RISKY_NUMBER.test(text) ? JSON.parse(text, exact) : JSON.parse(text);
}

/** Four times as fast as decoding UTF-8, and a cluster's objects seldom have anything else than ASCII. */
function latin1(bytes: Uint8Array): string {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** As parseJson, of text. */
export function parseText(text: string): Result<Json> {
    try {
        const value = lossless(text);
        if (!SPACED_COLON.test(text) && countKeys(value) === countColons(text)) return ok(value);
        const twice = new KeyCounter(text).twice();
        return twice === undefined ? ok(value) : fail("invalid", `JSON has the key ${JSON.stringify(twice)} twice in one object`);
    } catch (error) {
        return fail("invalid", `JSON cannot be parsed: ${reason(error)}`);
    }
}

/** V8 quotes the text around the place, which may be a secret. */
function reason(error: unknown): string {
    if (!(error instanceof Error)) return "unknown reason";
    const place = /at position \d+( \(line \d+ column \d+\))?/.exec(error.message);
    return place === null
        ? error instanceof RangeError
            ? "nested too deeply"
            : "it ends too early or is damaged"
        : `error ${place[0]}`;
}

/** Long, fractional, with an exponent, or minus zero. May also match inside strings: that costs time, never truth. */
const RISKY_NUMBER = /(?:^|[:,[])\s*(?:-0|-?\d{16,}|-?\d+(?:\.\d+(?:[eE][+-]?\d+)?|[eE][+-]?\d+))(?=[\s,\]}]|$)/;

/** Then the quick count of keys does not hold. */
const SPACED_COLON = /"\s+:/;

function exact(_key: string, value: Json, context?: { readonly source?: string }): Json {
    const source = context?.source;
    return typeof value !== "number" || source === undefined || String(value) === source ? value : new ExactNumber(source);
}

function countKeys(value: Json): number {
    if (Array.isArray(value)) {
        let count = 0;
        for (const item of value) if (typeof item === "object") count += countKeys(item);
        return count;
    }
    if (!isObject(value)) return 0;
    let count = 0;
    for (const key in value) {
        count++;
        const field = value[key];
        if (typeof field === "object" && field !== null) count += countKeys(field);
    }
    return count;
}

/** How many keys stand in compact JSON: a quote inside a string has a backslash before it. */
function countColons(text: string): number {
    let count = 0;
    for (let at = text.indexOf('":'); at >= 0; at = text.indexOf('":', at + 2)) {
        let backslashes = at;
        while (backslashes > 0 && text.charCodeAt(backslashes - 1) === 92) backslashes--;
        if ((at - backslashes) % 2 === 0) count++;
    }
    return count;
}

/** Reads JSON that is known to be valid, for its keys only. */
class KeyCounter {
    readonly #tokens: RegExpStringIterator<RegExpExecArray>;
    constructor(text: string) {
        this.#tokens = text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/gs);
    }

    /** The first key that stands twice in one object. */
    twice(): string | undefined {
        const open: Set<string>[] = [];
        for (const [token, colon] of this.#tokens) {
            if (token === "{" || token === "[") open.push(new Set());
            else if (token === "}" || token === "]") open.pop();
            else if (colon !== undefined) {
                const key: string = JSON.parse(token.slice(0, -colon.length));
                if (open.at(-1)?.has(key)) return key;
                open.at(-1)?.add(key);
            }
        }
        return undefined;
    }
}
