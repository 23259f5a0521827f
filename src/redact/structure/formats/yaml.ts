import { isDeepStrictEqual } from "node:util";
import { CORE_SCHEMA, loadAll } from "js-yaml";
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseAllDocuments } from "yaml";
import type { Json } from "../../json.ts";
import { literal, scalar } from "../../yaml-scalar.ts";
import type { Look } from "../look.ts";
import { patched, type Span } from "../spans.ts";

/**
 * YAML of one or more documents inside a field, redacted in place: comments, order and style stay. Undefined when it is not YAML, or not a map
 * or list. The result is read again: where that is not what was meant, undefined too. An alias that names a secret gives undefined: its
 * anchor may stand under any name.
 */
export function redactYaml(text: string, look: Look): string | undefined {
    const documents = load(text);
    if (documents === undefined || !documents.every((one) => typeof one === "object")) return undefined;
    const before = JSON.stringify(documents);
    const after = documents.map((document) => look.tree(document));
    if (JSON.stringify(after) === before) return text;
    return inPlace(text, after);
}

function load(text: string): Json[] | undefined {
    try {
        return loadAll(text, { schema: CORE_SCHEMA, maxAliases: 1000 }).map(copied);
    } catch {
        return undefined;
    }
}

/** So that what an alias names is not the same object twice. */
function copied(value: unknown): Json {
    const copy: Json = JSON.parse(JSON.stringify(value ?? null));
    return copy;
}

function inPlace(text: string, after: readonly Json[]): string | undefined {
    const documents = parseAllDocuments(text, { version: "1.2", uniqueKeys: false, logLevel: "silent" });
    if (!Array.isArray(documents)) return undefined;
    const written = documents.filter((document) => document.contents !== null);
    const meant = after.filter((document) => document !== null);
    if (written.length !== meant.length || written.some((document) => document.errors.length > 0)) return undefined;
    const parts = new Map(written.map((document, at) => [String(at), spanOf(document.contents, document)] as const));
    let aliasHidden = false;
    const result = patched(text, { start: 0, end: text.length, value: [], parts }, [...meant], (value, span) => {
        if (typeof value === "string" && text[span.start] === "*") aliasHidden = true;
        return sourceOf(value, text.slice(span.start, span.end));
    });
    const read = load(result)?.filter((document) => document !== null);
    return !aliasHidden && isDeepStrictEqual(read, meant) ? result : undefined;
}

function spanOf(node: unknown, document: Document): Span {
    const [start, end] = rangeOf(node);
    if (isMap(node)) {
        return {
            start,
            end,
            value: {},
            parts: new Map(node.items.map((pair: Pair) => [keyOf(pair), spanOf(pair.value, document)] as const)),
        };
    }
    if (isSeq(node)) {
        return {
            start,
            end,
            value: [],
            parts: new Map(node.items.map((item, at) => [String(at), spanOf(item, document)] as const)),
        };
    }
    if (isAlias(node)) return { start, end, value: copied(node.resolve(document)?.toJS(document)) };
    return { start, end, value: isScalar(node) ? copied(node.value) : null };
}

function rangeOf(node: unknown): readonly [number, number] {
    const range = isNode(node) ? node.range : undefined;
    return range ? [range[0], range[1]] : [0, 0];
}

function isNode(node: unknown): node is Node {
    return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node);
}

function keyOf({ key }: Pair): string {
    return isScalar(key) ? String(key.value) : "";
}

/** As the text had it: a block stays a block, quotes stay quotes. */
function sourceOf(value: Json, source: string): string {
    if (typeof value !== "string") return JSON.stringify(value);
    if (!/^[|>]/.test(source)) return /^["']/.test(source) ? JSON.stringify(value) : scalar(value);
    const pad = /\n( +)\S/.exec(source)?.[1] ?? "  ";
    const block = value.includes("\n") ? literal(value, pad) : undefined;
    return `${block ?? JSON.stringify(value)}${source.endsWith("\n") ? "\n" : ""}`;
}
