import { parseText } from "../../lossless-json.ts";
import { jsonSpans } from "../json-spans.ts";
import type { Look } from "../look.ts";
import { patched } from "../spans.ts";

/** A JSON document inside a field, redacted in place. Undefined when it is not JSON. */
export function redactJson(text: string, look: Look): string | undefined {
    const parsed = parseText(text);
    if (!parsed.ok || typeof parsed.value !== "object" || parsed.value === null) return undefined;
    const before = JSON.stringify(parsed.value);
    const after = look.tree(parsed.value);
    if (JSON.stringify(after) === before) return text;
    return patched(text, jsonSpans(text), after, (value) => JSON.stringify(value));
}
