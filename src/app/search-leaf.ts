import type { Leaf } from "../readers/members/leaves.ts";
import { documentFormat } from "../redact/document-format.ts";
import { createLeakSearch, type LeakSearch, type LeakSettings, masked, type Suspicion } from "../redact/leaks.ts";
import { createTextNets } from "../redact/nets/create.ts";
import { type PlaceLeak, StructureLeaks } from "../redact/structure-leaks.ts";
import type { PlacedSuspicion } from "./verification.ts";

type OpenLeaf = Extract<Leaf, { content: unknown }>;

/** A document larger than this is searched as text only. */
const MAX_DOCUMENT_BYTES = 32 << 20;

/** What one file came to. */
export interface Searched {
    readonly bytes: number;
    readonly suspicions: readonly PlacedSuspicion[];
    /** Why a net could not look into it. */
    readonly because?: string;
}

/** All nets over one file after another. */
export class LeafSearch {
    readonly #leaks: LeakSearch;
    readonly #structure: StructureLeaks;

    constructor(settings: LeakSettings) {
        this.#leaks = createLeakSearch(settings);
        const user = { keys: [], patterns: [], values: [], keep: settings.keep, hide: [] };
        const nets = createTextNets({ key: new Uint8Array(32), known: settings.known, names: settings.names, user });
        this.#structure = new StructureLeaks((text) => nets.string(text));
    }

    async search({ path, type, head, content }: OpenLeaf, signal: AbortSignal): Promise<Searched> {
        const reader = this.#leaks.open();
        const isDocument = type === "text" && documentFormat(path, head) !== undefined;
        const found: Suspicion[] = [];
        let parts: Uint8Array[] | undefined = isDocument ? [] : undefined;
        let bytes = 0;
        for await (const chunk of content) {
            signal.throwIfAborted();
            bytes += chunk.length;
            found.push(...reader.read(chunk, false));
            if (bytes > MAX_DOCUMENT_BYTES) parts = undefined;
            parts?.push(chunk);
        }
        found.push(...reader.read(new Uint8Array(0), true));
        const texts = type === "binary" ? found.filter(({ certainty }) => certainty === "leak") : found;
        const { leaks, unreadable } =
            parts === undefined ? { leaks: [], unreadable: [] } : this.#structure.search(path, Buffer.concat(parts));
        const [because] =
            isDocument && parts === undefined ? ["it is too large to be parsed: searched as text only"] : unreadable;
        return { bytes, suspicions: together(path, texts, leaks), ...(because === undefined ? {} : { because }) };
    }
}

/** What two nets found at one place is told once, with the pointer of the one and the rule of the other. */
function together(path: string, texts: readonly Suspicion[], places: readonly PlaceLeak[]): PlacedSuspicion[] {
    const all: PlacedSuspicion[] = texts.map((suspicion) => ({ path, ...suspicion }));
    const lines = new Set(all.filter(({ certainty }) => certainty === "leak").map(({ line }) => line));
    for (const { rule, pointer, line, text, source, escaped } of places) {
        if (escaped && linesOf(line, source).some((one) => lines.has(one))) continue;
        const preview = masked(text);
        const previews = [preview, masked(source)];
        const at = all.findIndex((one) => one.line === line && previews.includes(one.preview) && one.pointer === undefined);
        const same = at < 0 ? undefined : all[at];
        if (same === undefined)
            all.push({ path, rule, pointer, preview, certainty: "leak", ...(line === undefined ? {} : { line }) });
        else all[at] = { ...same, pointer, ...(same.certainty === "hint" ? { rule, certainty: "leak" } : {}) };
    }
    return all.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

/** On which a text stands that begins there, or the one after. */
function linesOf(line: number | undefined, text: string): (number | undefined)[] {
    return line === undefined ? [undefined] : Array.from({ length: text.split("\n").length + 1 }, (_, at) => line + at);
}
