import { gunzipSync } from "node:zlib";
import type { Canary } from "./canaries.ts";

const MAX_LAYERS = 5;

/** Finds canaries in bytes by undoing whatever they may be packed in. Knows nothing of the engine that hid them. */
export class Search {
    readonly #canaries = new Map<string, Canary>();
    readonly #parts: RegExp;

    constructor(canaries: readonly Canary[]) {
        for (const canary of canaries) for (const part of canary.parts) this.#canaries.set(part, canary);
        this.#parts = new RegExp([...this.#canaries.keys()].join("|"), "g");
    }

    /** Places of the canaries of which a part is in there. */
    in(bytes: Buffer): ReadonlySet<string> {
        const found = new Set<string>();
        this.#layer(bytes.toString("latin1"), MAX_LAYERS, found, new Set());
        return found;
    }

    #layer(text: string, layers: number, found: Set<string>, seen: Set<string>): void {
        if (seen.has(text)) return;
        seen.add(text);
        for (const [part] of text.matchAll(this.#parts)) found.add(this.#canaries.get(part)?.place ?? "");
        if (layers === 0) return;
        for (const inner of unpacked(text)) this.#layer(inner, layers - 1, found, seen);
    }
}

function* unpacked(text: string): Generator<string> {
    if (text.startsWith("\x1f\x8b")) yield inflated(text);
    if (text.includes("\0")) yield text.replaceAll("\0", "");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is how colours begin
    if (text.includes("\x1b")) yield text.replaceAll(/\x1b\[[\d;]*m/g, "");
    if (text.includes("%"))
        yield text.replaceAll(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    if (text.includes("\\"))
        yield text.replaceAll(/\\(?:u00([\da-f]{2})|(.))/gi, (_, hex: string, char = "") =>
            hex ? String.fromCharCode(Number.parseInt(hex, 16)) : char === "n" ? "\n" : char,
        );
    if (/\n\s/.test(text)) yield text.replaceAll(/\n\s*(?:\d{4}-\S+Z )?/g, "");
    for (const [run] of text.matchAll(/(?:[\da-f]{2}){8,}/gi)) yield Buffer.from(run, "hex").toString("latin1");
    for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{12,}/g))
        for (let skip = 0; skip < 4; skip++) yield Buffer.from(run.slice(skip), "base64").toString("latin1");
}

function inflated(text: string): string {
    try {
        return gunzipSync(Buffer.from(text, "latin1"), { finishFlush: 2 }).toString("latin1");
    } catch {
        return "";
    }
}
