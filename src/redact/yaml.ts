import { ExactNumber, type Json, type JsonObject } from "./json.ts";
import { literal, scalar } from "./yaml-scalar.ts";

/**
 * Writes YAML as `kubectl get -o yaml` does: block style, two spaces, sequences not indented below their key, keys in the order given.
 * Strings are plain only where YAML 1.1 and 1.2 agree that they are strings. Keep one for many documents: it remembers keys.
 */
export class YamlWriter {
    #out = "";
    readonly #keys = new Map<string, string>();

    /** One document, ended by a line end, without `---`. */
    document(value: Json): string {
        this.#out = "";
        if (Array.isArray(value) && value.length > 0) this.#list(value, 0);
        else if (isMap(value)) this.#map(value, 0);
        else this.#out = `${inline(value)}\n`;
        return this.#out;
    }

    /** An object with `apiVersion` and `kind` put first, whatever it says itself. */
    object(apiVersion: string, kind: string, object: JsonObject): string {
        this.#out = `apiVersion: ${scalar(apiVersion)}\nkind: ${scalar(kind)}\n`;
        for (const key in object) if (key !== "apiVersion" && key !== "kind") this.#field(key, object[key] ?? null, 0);
        return this.#out;
    }

    #map(object: JsonObject, depth: number): void {
        for (const key in object) this.#field(key, object[key] ?? null, depth);
    }

    #field(key: string, value: Json, depth: number): void {
        this.#out += spaces(depth);
        this.#entry(key, value, depth);
    }

    /** From the key on: its indentation, or the dash of a sequence, is already there. */
    #entry(key: string, value: Json, depth: number): void {
        this.#out += this.#keyText(key, depth);
        if (Array.isArray(value)) {
            if (value.length === 0) this.#out += " []\n";
            else {
                this.#out += "\n";
                this.#list(value, depth);
            }
        } else if (isMap(value)) {
            this.#out += "\n";
            this.#map(value, depth + 2);
        } else this.#out += ` ${scalarAt(value, depth)}\n`;
    }

    #list(list: readonly Json[], depth: number): void {
        const pad = spaces(depth);
        for (const item of list) {
            this.#out += `${pad}-`;
            if (Array.isArray(item)) {
                if (item.length === 0) this.#out += " []\n";
                else {
                    this.#out += "\n";
                    this.#list(item, depth + 2);
                }
            } else if (isMap(item)) this.#itemMap(item, depth + 2);
            else this.#out += ` ${scalarAt(item, depth)}\n`;
        }
    }

    #itemMap(object: JsonObject, depth: number): void {
        let first = true;
        for (const key in object) {
            this.#out += first ? " " : spaces(depth);
            this.#entry(key, object[key] ?? null, depth);
            first = false;
        }
    }

    #keyText(key: string, depth: number): string {
        const known = this.#keys.get(key);
        if (known !== undefined) return known;
        const text = scalar(key);
        // YAML 1.2, 7.4.3: an implicit key has at most 1024 characters.
        if (text.length > 1000) return `? ${text}\n${spaces(depth)}:`;
        if (this.#keys.size >= MAX_KEYS) this.#keys.clear();
        this.#keys.set(key, `${text}:`);
        return `${text}:`;
    }
}

const MAX_KEYS = 10_000;

/** Of an object with fields; an empty one is `{}` on its line. */
function isMap(value: Json): value is JsonObject {
    if (typeof value !== "object" || value === null || value instanceof ExactNumber || Array.isArray(value)) return false;
    for (const _ in value) return true;
    return false;
}

function scalarAt(value: Json, depth: number): string {
    if (typeof value === "string") return (value.includes("\n") ? literal(value, spaces(depth + 2)) : undefined) ?? scalar(value);
    return inline(value);
}

function inline(value: Json): string {
    if (typeof value === "string") return scalar(value);
    if (value instanceof ExactNumber) return exactNumber(value.source);
    if (typeof value === "number") return Number.isSafeInteger(value) ? String(value) : exactNumber(String(value));
    if (value === null || typeof value !== "object") return String(value);
    return Array.isArray(value) ? "[]" : "{}";
}

/** As it came, but YAML 1.1 knows a float with an exponent only with a dot and a sign: `1e3` is written `1.0e+3`. */
function exactNumber(source: string): string {
    return source.replace(
        /^(-?\d+)(\.\d+)?[eE]([-+]?)(\d+)$/,
        (_, whole, fraction, sign, exponent) => `${whole}${fraction ?? ".0"}e${sign || "+"}${exponent}`,
    );
}

const SPACES: readonly string[] = Array.from({ length: 130 }, (_, count) => " ".repeat(count));

function spaces(count: number): string {
    return SPACES[count] ?? " ".repeat(count);
}
