import { Buffer } from "node:buffer";
import { type Anchor, anchorIndex, standsAt } from "../patterns/anchor-index.ts";
import { isWordChar } from "../patterns/edge.ts";
import type { PatternRule, Span } from "../patterns/pattern.ts";
import type { Hit } from "./cover.ts";
import { gramAt } from "./gram.ts";
import { GramIndex } from "./gram-index.ts";
import type { KnownIndex } from "./known-index.ts";
import { type PairFilter, Sieve } from "./sieve.ts";
import { TOKEN } from "./token.ts";
import { WordReader, type Words } from "./words.ts";

/** What was found. `undecidedFrom`: start of the first line that needs more text; hits from there on are left out. */
export interface Finding {
    readonly hits: readonly Hit[];
    readonly undecidedFrom: number | undefined;
}

interface Looked {
    readonly bytes: Buffer;
    readonly text: string;
    readonly ended: boolean;
    readonly shields: readonly number[];
}

/** Of `redacted:`, four bytes that stand in few other texts. */
const SHIELD_GRAM = Buffer.from("ted:");
/** Of the anchors inside a hit that ends inside a token as many are asked, because one of them may begin the longer format that it belongs to. */
const MAX_ASKS_INSIDE = 16;
const DOT = 0x2e;
const TOKEN_SYMBOLS: ReadonlySet<number> = new Set(Buffer.from("_-+/="));
const NO_SHIELDS: readonly number[] = [];
const NO_PAIRS: PairFilter = { filter: new Int32Array(2), shift: 31 };

/** Finds all rules' matches and all known values in one pass over the bytes. */
export class Finder {
    readonly #anchors: readonly Anchor[];
    readonly #known: KnownIndex | undefined;
    readonly #grams: GramIndex;
    readonly #sieve: Sieve;
    readonly #reader = new WordReader();
    /** Payload of what stands in every token of ours. */
    readonly #shield: number;

    constructor(rules: readonly PatternRule[], known?: KnownIndex) {
        const { anchors, entries } = anchorIndex(rules);
        this.#anchors = anchors;
        this.#known = known;
        const base = anchors.length;
        const knownEntries = known?.grams.map((entry) => ({ ...entry, payload: entry.payload + base + 1 })) ?? [];
        this.#shield = base;
        const all = [...entries, { gram: gramAt(SHIELD_GRAM, 0), payload: this.#shield }, ...knownEntries];
        this.#grams = new GramIndex(all);
        this.#sieve = new Sieve(
            all.map(({ gram }) => gram),
            known?.pairs ?? NO_PAIRS,
        );
    }

    /** Cheap, and often right when it says no. */
    mayHit(text: string): boolean {
        for (let at = 0; at < text.length; at += 2) {
            if (text.charCodeAt(at) > 127 || text.charCodeAt(at + 1) > 127) return true;
            if (this.#sieve.mayHoldAt(text, at) && (this.#grams.mayEndAt(text, at + 3) || this.#grams.mayEndAt(text, at + 4)))
                return true;
        }
        return this.#known?.mayHold(text) === true;
    }

    /** Whether any anchor or known value stands in the bytes. */
    anyAnchor(bytes: Buffer): boolean {
        const words = this.#scanned(bytes);
        let any = false;
        this.#known?.tell(words, this.#sieve, bytes, () => {
            any = true;
        });
        if (any) return true;
        this.#grams.tell(words, this.#sieve);
        const { told, toldCount } = this.#grams;
        for (let i = 0; i < toldCount; i += 2)
            if (this.#standsAnything(bytes, told[i] as number, told[i + 1] as number)) return true;
        return false;
    }

    #standsAnything(bytes: Buffer, payload: number, end: number): boolean {
        if (payload === this.#shield) return false;
        const anchor = this.#anchors[payload];
        return anchor === undefined
            ? this.#knownAt(bytes, payload, end) !== undefined
            : standsAt(anchor, bytes, end - anchor.gramEnd);
    }

    /** `bytes` and `text` are the same, the text with one char per byte. `ended`: nothing follows. */
    find(bytes: Buffer, text: string, ended: boolean): Finding {
        const words = this.#scanned(bytes);
        this.#grams.tell(words, this.#sieve);
        const shields = this.#mayBeShielded() ? shieldsOf(text) : NO_SHIELDS;
        const hits: Hit[] = [];
        this.#known?.tell(words, this.#sieve, bytes, (hit) => {
            if (!shielded(shields, hit)) hits.push(hit);
        });
        return { hits, undecidedFrom: this.#decide({ bytes, text, ended, shields }, hits) };
    }

    /** Whether a token of ours may stand in the text. */
    #mayBeShielded(): boolean {
        const { told, toldCount } = this.#grams;
        for (let i = 0; i < toldCount; i += 2) if (told[i] === this.#shield) return true;
        return false;
    }

    /** What the grams told, in their order. Adds to the hits; gives where what is undecided begins. */
    #decide({ bytes, text, ended, shields }: Looked, hits: Hit[]): number | undefined {
        let coveredFrom = 0;
        let coveredTo = 0;
        let asksInside = 0;
        let undecidedFrom: number | undefined;
        const keep = (hit: Hit) => {
            if (hit.end <= hit.start || shielded(shields, hit)) return;
            hits.push(hit);
            if (hit.end <= coveredTo) return;
            const isLonger = hit.start >= coveredFrom && hit.start < coveredTo;
            const asks = isLonger ? asksInside : MAX_ASKS_INSIDE;
            asksInside = isInsideRun(bytes, hit.end) ? asks : 0;
            if (!isLonger) coveredFrom = hit.start;
            coveredTo = hit.end;
        };
        const { told, toldCount } = this.#grams;
        for (let i = 0; i < toldCount; i += 2) {
            const payload = told[i] as number;
            if (payload === this.#shield) continue;
            const end = told[i + 1] as number;
            const anchor = this.#anchors[payload];
            if (anchor === undefined) {
                const hit = this.#knownAt(bytes, payload, end);
                if (hit !== undefined) keep(hit);
                continue;
            }
            const at = end - anchor.gramEnd;
            const isCovered = at >= coveredFrom && at < coveredTo;
            if ((isCovered && asksInside === 0) || !standsAt(anchor, bytes, at) || isWithin(shields, at)) continue;
            if (isCovered) asksInside--;
            const found = anchor.rule.match(text, at, ended, bytes);
            if (found === undefined) continue;
            if (found === "more") undecidedFrom = Math.min(undecidedFrom ?? at, text.lastIndexOf("\n", at) + 1);
            else
                for (const span of spans(found))
                    if (anchor.rule.severalLines || !crossesLine(text, at, span)) keep({ ...span, rule: anchor.rule.id });
        }
        return undecidedFrom;
    }

    #scanned(bytes: Buffer): Words {
        const words = this.#reader.read(bytes);
        this.#sieve.scan(words);
        return words;
    }

    #knownAt(bytes: Buffer, payload: number, end: number): Hit | undefined {
        return this.#known?.at(bytes, payload - this.#anchors.length - 1, end);
    }
}

/** Whether chars of one token stand on both sides: the hit that ends here took a part of something longer. */
function isInsideRun(bytes: Buffer, end: number): boolean {
    const behind = bytes[end] === DOT ? bytes[end + 1] : bytes[end];
    return isTokenByte(bytes[end - 1]) && isTokenByte(behind);
}

function isTokenByte(byte: number | undefined): boolean {
    return byte !== undefined && (isWordChar(byte) || TOKEN_SYMBOLS.has(byte));
}

function crossesLine(text: string, at: number, { start, end }: Span): boolean {
    return text.slice(Math.min(at, start), end).includes("\n");
}

function spans(found: Span | readonly Span[]): readonly Span[] {
    return "start" in found ? [found] : found;
}

/** Places of tokens that are in the text already, as start, end, start, end. */
function shieldsOf(text: string): readonly number[] {
    return [...text.matchAll(TOKEN)].flatMap((match) => [match.index, match.index + match[0].length]);
}

function isWithin(shields: readonly number[], at: number): boolean {
    return shields.length > 0 && shielded(shields, { start: at, end: at + 1 });
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
