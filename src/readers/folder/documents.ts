import { CORE_SCHEMA, loadAll } from "js-yaml";
import { kindOfWord } from "./kind-words.ts";

/** A map that may be an object of the cluster. */
export type Document = Readonly<Record<string, unknown>>;

/** All documents of a file, YAML or JSON (several JSON values after one another too); junk gives none. */
export function documentsOf(content: string): readonly unknown[] {
    const trimmed = content.trim();
    if (trimmed === "") return [];
    if (trimmed.startsWith("{") || trimmed.startsWith("[")) {
        const whole = json(trimmed);
        if (whole !== undefined) return [whole];
    }
    const whole = yaml(content);
    if (whole !== undefined) return whole;
    return content.split(/^---.*$/m).flatMap((part) => yaml(part) ?? []);
}

/** Objects out of documents: Lists and typed Lists unpacked, their items given the kind of the list, or of the file's name. */
export function objectsOf(documents: readonly unknown[], path: string): readonly Document[] {
    return documents.flatMap((document) => unpack(document, kindOfPath(path), undefined));
}

function unpack(value: unknown, kind: string | undefined, apiVersion: string | undefined): readonly Document[] {
    if (Array.isArray(value)) return value.flatMap((item) => unpack(item, kind, apiVersion));
    if (!isDocument(value)) return [];
    const own = typeof value.kind === "string" ? value.kind : undefined;
    const version = typeof value.apiVersion === "string" ? value.apiVersion : apiVersion;
    if (Array.isArray(value.items) && (own === undefined || own.endsWith("List")))
        return unpack(
            value.items,
            own === undefined || own === "List" ? kind : own.slice(0, -"List".length),
            own === "List" ? undefined : version,
        );
    const named = own ?? kind;
    return named === undefined || own !== undefined || isTalosResource(value)
        ? [value]
        : [{ apiVersion: version ?? "v1", kind: named, ...value }];
}

/** What `talosctl get` prints has a type and an id, and no kind: a file named `services.yaml` makes no Services of it. */
function isTalosResource(value: Document): boolean {
    return isDocument(value.metadata) && typeof value.metadata.type === "string" && value.metadata.id !== undefined;
}

function kindOfPath(path: string): string | undefined {
    const parts = path.replace(/\.(ya?ml|json)$/, "").split("/");
    return parts
        .reverse()
        .map(kindOfWord)
        .find((kind) => kind !== undefined);
}

export function isDocument(value: unknown): value is Document {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function json(content: string): unknown {
    try {
        return JSON.parse(content);
    } catch {
        return undefined;
    }
}

function yaml(content: string): readonly unknown[] | undefined {
    try {
        return loadAll(content, { schema: CORE_SCHEMA, maxAliases: 1000 });
    } catch {
        return undefined;
    }
}
