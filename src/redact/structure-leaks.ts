import { Counter } from "./counts.ts";
import { isObject, type Json } from "./json.ts";
import { parseDocuments } from "./parse-documents.ts";
import { secretNames } from "./secret-names.ts";
import { Structure } from "./structure/structure.ts";
import type { TextNets } from "./text-nets.ts";

/** A value that its place shows to be secret. */
export interface PlaceLeak {
    readonly rule: string;
    /** RFC 6901, from the document's root; `#2/data/password` in the third document of several. */
    readonly pointer: string;
    /** From 1; absent when the value does not stand in the text as it is. */
    readonly line?: number;
    /** What would have been hidden. Never shown: see masked. */
    readonly text: string;
    /** The value it stands in, as the document has it: base64, or a whole document inside. */
    readonly source: string;
    /** Found by the other nets in a text that the document escapes; where they found the same in the document itself, that is better. */
    readonly escaped?: true;
}

const ESCAPED = /["'\\\n]/;
const TOKEN = /<redacted:([a-z-]+):(\d+)>/g;

/** Searches documents by the first net. Keep one for many files. */
export class StructureLeaks {
    #hidden: string[] = [];
    readonly #structure: Structure;
    readonly #string: TextNets["string"];

    /** `string`: the other nets, for what stands encoded inside a value. */
    constructor(string: TextNets["string"]) {
        this.#string = string;
        const token = (rule: string, value: string) => `<redacted:${rule}:${this.#hidden.push(value) - 1}>`;
        this.#structure = new Structure({
            nets: { token, string },
            fingerprint: (value) => `${this.#hidden.push(Buffer.from(value).toString("latin1")) - 1}`,
            names: secretNames([]),
            keep: new Set(),
        });
    }

    /** All that the first net would hide in a document; nothing where it is none. `unreadable`: what it would mask whole. */
    search(name: string, bytes: Uint8Array): { readonly leaks: readonly PlaceLeak[]; readonly unreadable: readonly string[] } {
        const parsed = parseDocuments(name, bytes);
        if (parsed === undefined) return { leaks: [], unreadable: [] };
        const { documents, text } = parsed;
        this.#hidden = [];
        const found: Found[] = [];
        const unreadable = documents.flatMap((document, at) => {
            const before = structuredClone(document);
            const said = this.#structure.redactTree(document, new Counter());
            const root = documents.length > 1 ? `#${at}` : "";
            this.#compare(before, document, root, found);
            this.#searchEscaped(before, root, found);
            return said;
        });
        const escaped = found.filter((leak) => leak.escaped);
        const placed = found.filter((leak) => !leak.escaped);
        return { leaks: [...withLines(placed, text), ...withLines(escaped, text)], unreadable };
    }

    #compare(before: Json, after: Json, pointer: string, found: Found[]): void {
        if (isObject(before) && isObject(after)) {
            const keys = Object.keys(before);
            for (const key of keys) this.#compare(before[key] ?? null, after[key] ?? null, `${pointer}/${escaped(key)}`, found);
        } else if (Array.isArray(before) && Array.isArray(after)) {
            for (const [at, item] of before.entries()) this.#compare(item, after[at] ?? null, `${pointer}/${at}`, found);
        } else if (before !== after && typeof before !== "object") {
            found.push({ ...this.#what(String(before), after), pointer, source: String(before) });
        }
    }

    /** Texts that do not stand in the document as they are. */
    #searchEscaped(value: Json, pointer: string, found: Found[]): void {
        if (Array.isArray(value)) for (const [at, item] of value.entries()) this.#searchEscaped(item, `${pointer}/${at}`, found);
        else if (isObject(value)) {
            for (const key in value) this.#searchEscaped(value[key] ?? null, `${pointer}/${escaped(key)}`, found);
        } else if (typeof value === "string" && ESCAPED.test(value)) {
            const [rule] = Object.keys(this.#string(value).counts);
            if (rule !== undefined) found.push({ rule, pointer, text: value, source: value, escaped: true });
        }
    }

    #what(before: string, after: Json): { readonly rule: string; readonly text: string } {
        if (isObject(after) && typeof after.fingerprint === "string") {
            const text = this.#hidden[Number(after.fingerprint.replace("hmac-", ""))] ?? before;
            return { rule: "secret-data", text };
        }
        const [token] = typeof after === "string" ? after.matchAll(TOKEN) : [];
        if (token === undefined) return { rule: "encoded-secret", text: before };
        return { rule: token[1] ?? "", text: this.#hidden[Number(token[2])] ?? before };
    }
}

type Found = Omit<PlaceLeak, "line">;

function escaped(key: string): string {
    return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** Values stand in a document in the order in which they are found. */
function withLines(found: readonly Found[], text: string): PlaceLeak[] {
    let from = 0;
    let line = 1;
    return found.map((leak) => {
        const at = Math.max(placeOf(leak.text, text, from), placeOf(leak.source, text, from));
        if (at < 0) return leak;
        for (let end = text.indexOf("\n", from); end >= 0 && end < at; end = text.indexOf("\n", end + 1)) line++;
        from = at;
        return { ...leak, line };
    });
}

/** By how it begins: the rest may be escaped or folded. */
function placeOf(value: string, text: string, from: number): number {
    const needle = /^[^\n"\\]{4,60}/.exec(value)?.[0];
    return needle === undefined ? -1 : text.indexOf(needle, from);
}
