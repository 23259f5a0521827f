import { parse } from "smol-toml";
import { isObject, type Json } from "../../json.ts";
import type { Look } from "../look.ts";
import { redactLines } from "./lines.ts";

/** TOML inside a field: hidden line by line, then read again: what a parser finds secret and lines did not, gives undefined. */
export function redactToml(text: string, look: Look): string | undefined {
    const before = load(text);
    if (before === undefined) return undefined;
    const result = redactLines(text, look);
    const meant = look.uncounted(() => look.tree(before));
    return anyToken(load(result)) === anyToken(meant) ? result : undefined;
}

/** Quotes and escapes give a value another token as it stands in the text. */
function anyToken(value: Json | undefined): string {
    return JSON.stringify(value ?? null).replace(/<redacted:[^>]*>/g, "<redacted>");
}

function load(text: string): Json | undefined {
    try {
        const value: Json = JSON.parse(
            JSON.stringify(parse(text, { integersAsBigInt: "asNeeded" }), (_, field) =>
                typeof field === "bigint" ? String(field) : field,
            ),
        );
        return isObject(value) ? value : undefined;
    } catch {
        return undefined;
    }
}
