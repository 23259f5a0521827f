import type { Buffer } from "node:buffer";
import { type Anchor, anchorIndex, standsAt } from "../patterns/anchor-index.ts";
import type { PatternRule, Span } from "../patterns/pattern.ts";
import type { Hit } from "./cover.ts";
import { GramIndex } from "./gram-index.ts";
import type { KnownIndex } from "./known-index.ts";
import { TOKEN } from "./token.ts";
import { WordReader } from "./words.ts";

/** What was found. `undecidedFrom`: start of the first line that needs more text; hits from there on are left out. */
export interface Finding {
    readonly hits: readonly Hit[];
    readonly undecidedFrom: number | undefined;
}

/** Finds all rules' matches and all known values in one pass over the bytes. */
export class Finder {
    readonly #anchors: readonly Anchor[];
    readonly #known: KnownIndex | undefined;
    readonly #grams: GramIndex;
    readonly #reader = new WordReader();

    constructor(rules: readonly PatternRule[], known?: KnownIndex) {
        const { anchors, entries } = anchorIndex(rules);
        this.#anchors = anchors;
        this.#known = known;
        const base = anchors.length;
        const knownEntries = known?.grams.map((entry) => ({ ...entry, payload: entry.payload + base })) ?? [];
        this.#grams = new GramIndex([...entries, ...knownEntries]);
    }

    /** Cheap, and often right when it says no. */
    mayHit(text: string): boolean {
        return this.#grams.mayHold(text) || this.#known?.mayHold(text) === true;
    }

    /** Whether any anchor or known value stands in the bytes. */
    anyAnchor(bytes: Buffer): boolean {
        const text = bytes.toString("latin1");
        const words = this.#reader.read(bytes);
        let any = false;
        this.#known?.scan(words, bytes, () => {
            any = true;
        });
        if (any) return true;
        this.#grams.scan(words, (payload, end) => {
            const anchor = this.#anchors[payload];
            any ||=
                anchor === undefined
                    ? this.#knownAt(bytes, payload, end) !== undefined
                    : standsAt(anchor, text, end - anchor.gramEnd);
        });
        return any;
    }

    /** `bytes` and `text` are the same, the text with one char per byte. `ended`: nothing follows. */
    find(bytes: Buffer, text: string, ended: boolean): Finding {
        const hits: Hit[] = [];
        const shields = shieldsOf(text);
        let coveredFrom = 0;
        let coveredTo = 0;
        let undecidedFrom: number | undefined;
        const keep = (hit: Hit) => {
            if (hit.end <= hit.start || shielded(shields, hit)) return;
            hits.push(hit);
            if (hit.end <= coveredTo) return;
            coveredFrom = hit.start;
            coveredTo = hit.end;
        };
        const words = this.#reader.read(bytes);
        this.#known?.scan(words, bytes, (hit) => {
            if (!shielded(shields, hit)) hits.push(hit);
        });
        this.#grams.scan(words, (payload, end) => {
            const anchor = this.#anchors[payload];
            if (anchor === undefined) {
                const hit = this.#knownAt(bytes, payload, end);
                if (hit !== undefined) keep(hit);
                return;
            }
            const at = end - anchor.gramEnd;
            if (
                (at >= coveredFrom && at < coveredTo) ||
                !standsAt(anchor, text, at) ||
                shielded(shields, { start: at, end: at + 1 })
            )
                return;
            const found = anchor.rule.match(text, at, ended);
            if (found === undefined) return;
            if (found === "more") undecidedFrom = Math.min(undecidedFrom ?? at, text.lastIndexOf("\n", at) + 1);
            else
                for (const span of spans(found))
                    if (anchor.rule.severalLines || !crossesLine(text, at, span)) keep({ ...span, rule: anchor.rule.id });
        });
        return { hits, undecidedFrom };
    }

    #knownAt(bytes: Buffer, payload: number, end: number): Hit | undefined {
        return this.#known?.at(bytes, payload - this.#anchors.length, end);
    }
}

function crossesLine(text: string, at: number, { start, end }: Span): boolean {
    return text.slice(Math.min(at, start), end).includes("\n");
}

function spans(found: Span | readonly Span[]): readonly Span[] {
    return "start" in found ? [found] : found;
}

/** Places of tokens that are in the text already, as start, end, start, end. */
function shieldsOf(text: string): readonly number[] {
    if (!text.includes("redacted:")) return [];
    return [...text.matchAll(TOKEN)].flatMap((match) => [match.index, match.index + match[0].length]);
}

/** Whatever touches a token of ours has been looked at already. */
function shielded(shields: readonly number[], hit: Span): boolean {
    if (shields.length === 0) return false;
    let low = 0;
    let high = shields.length / 2;
    while (low < high) {
        const middle = (low + high) >> 1;
        if ((shields[2 * middle + 1] ?? 0) <= hit.start) low = middle + 1;
        else high = middle;
    }
    return low < shields.length / 2 && (shields[2 * low] ?? 0) < hit.end;
}
