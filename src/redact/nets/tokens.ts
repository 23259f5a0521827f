import { Buffer } from "node:buffer";
import type { Finder } from "./finder.ts";
import type { KnownIndex } from "./known-index.ts";
import { fingerprintToken } from "./token.ts";

const MAX_REMEMBERED = 10_000;
const IDENTIFIERS = new Set(["ip", "hostname", "email"]);
/** Rules that know a place, not a format: what they hid is named by its own format, or just "secret". */
const ANY = "secret";

/** The token of a value, which depends on the value and the run's key alone: not on the rule, the place or the worker that met it. */
export class Tokens {
    readonly #key: Uint8Array;
    readonly #known: KnownIndex;
    readonly #finder: Finder;
    readonly #remembered = new Map<string, string>();

    constructor(key: Uint8Array, known: KnownIndex, finder: Finder) {
        this.#key = key;
        this.#known = known;
        this.#finder = finder;
    }

    /** `value` is latin1: one char per byte, as it stood in the text. */
    of(value: string, rule: string): string {
        if (IDENTIFIERS.has(rule)) return fingerprintToken(this.#key, rule, value.toLowerCase());
        const plain = unescaped(value);
        const remembered = this.#remembered.get(plain);
        if (remembered !== undefined) return remembered;
        const bytes = Buffer.from(plain, "latin1");
        const token = this.#known.tokenOf(bytes) ?? fingerprintToken(this.#key, this.#kindOf(bytes, plain), bytes);
        if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
        // A copy: V8's slices hold the whole text that they are cut from.
        if (plain.length < 4096) this.#remembered.set(bytes.toString("latin1"), token);
        return token;
    }

    /** The vendor's format that the whole value has. */
    #kindOf(bytes: Buffer, value: string): string {
        const { hits } = this.#finder.find(bytes, value, true);
        return hits.find((hit) => hit.start === 0 && hit.end === value.length && hit.token === undefined)?.rule ?? ANY;
    }
}

/** A password reads the same in a JSON string and outside. */
function unescaped(value: string): string {
    return value.includes("\\") ? value.replace(/\\+(["'\\/])/g, "$1") : value;
}
