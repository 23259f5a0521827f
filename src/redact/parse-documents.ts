import { CORE_SCHEMA, loadAll } from "js-yaml";
import { type DocumentFormat, documentFormat } from "./document-format.ts";
import { fileText } from "./file-text.ts";
import type { Json } from "./json.ts";
import { parseText } from "./lossless-json.ts";

const HEAD = 4096;

/** The documents of a file of JSON or YAML and the text they stand in; undefined when it is neither, or cannot be parsed. */
export function parseDocuments(
    name: string,
    bytes: Uint8Array,
): { readonly documents: Json[]; readonly text: string } | undefined {
    const format = documentFormat(name, bytes.subarray(0, HEAD));
    const text = format === "json" || format === "yaml" ? fileText(bytes)?.text : undefined;
    const documents = text === undefined || format === undefined ? undefined : parsed(text, format);
    return text === undefined || documents === undefined ? undefined : { documents, text };
}

function parsed(text: string, format: DocumentFormat): Json[] | undefined {
    if (format === "json") {
        const document = parseText(text);
        return document.ok ? [document.value] : undefined;
    }
    try {
        return loadAll(text, { schema: CORE_SCHEMA, maxAliases: 1000 }).map(
            (one): Json => JSON.parse(JSON.stringify(one ?? null)),
        );
    } catch {
        return undefined;
    }
}
