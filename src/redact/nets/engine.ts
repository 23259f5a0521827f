import { Buffer } from "node:buffer";
import type { PatternRule } from "../patterns/pattern.ts";
import type { RedactionCounts } from "../redacted.ts";
import type { Hidden, NetSettings } from "../text-nets.ts";
import { cover, type Hit } from "./cover.ts";
import { Finder, type Finding } from "./finder.ts";
import { identifierHits } from "./identifiers.ts";
import type { PatternSpans } from "./known/needles.ts";
import { knownImage } from "./known/shared-image.ts";
import { KnownIndex } from "./known-index.ts";
import { type Replacement, replaced, throughView } from "./replace.ts";
import { Tokens } from "./tokens.ts";
import { userPatterns } from "./user-patterns.ts";
import { viewOf } from "./view/view.ts";

/** Counts while they grow. */
export type Counts = Record<string, number>;

/** All nets of this folder over one text. */
export class Engine {
    readonly #finder: Finder;
    readonly #tokens: Tokens;
    readonly #keep: ReadonlySet<string>;
    readonly #more: readonly ((text: string) => readonly Hit[])[];

    constructor(settings: NetSettings, rules: readonly PatternRule[]) {
        const byPattern = new Finder(rules);
        const spansIn: PatternSpans = (text) => byPattern.find(Buffer.from(text, "latin1"), text, true).hits;
        const known = new KnownIndex(knownImage(settings, spansIn));
        this.#finder = new Finder(rules, known);
        this.#tokens = new Tokens(settings.key, known, this.#finder);
        this.#keep = new Set(settings.user.keep);
        const { patterns, hide } = settings.user;
        this.#more = [
            ...(patterns.length === 0 ? [] : [userPatterns(patterns)]),
            ...(hide.length === 0 ? [] : [identifierHits(hide)]),
        ];
    }

    /** What is to be hidden in the text, in order, nothing twice. */
    find(bytes: Buffer, text: string, ended: boolean): Finding {
        const { hits, undecidedFrom } = this.#finder.find(bytes, text, ended);
        const more = this.#more.flatMap((hitsIn) => hitsIn(text));
        const wanted = [...hits, ...more].filter(
            (hit) =>
                hit.start < (undecidedFrom ?? text.length) &&
                !(this.#keep.size > 0 && this.#keep.has(text.slice(hit.start, hit.end))),
        );
        return { hits: cover(wanted), undecidedFrom };
    }

    /** The hit as what goes in its place; counts it. */
    replacement(hit: Hit, secret: string, counts: Counts): Replacement {
        counts[hit.rule] = (counts[hit.rule] ?? 0) + 1;
        const token = hit.token ?? this.#tokens.of(secret, hit.rule);
        return { start: hit.start, end: hit.end, text: `${hit.quote ?? ""}${token}${hit.quote ?? ""}` };
    }

    /** See TextNets.string. */
    string(text: string): Hidden<string> {
        if (this.#more.length === 0 && !this.#finder.mayHit(text)) return { text, counts: NOTHING };
        const bytes = Buffer.from(text, "utf8");
        const view = viewOf(bytes, true);
        const seen = view?.bytes ?? bytes;
        const latin1 = seen.toString("latin1");
        const { hits } = this.find(seen, latin1, true);
        if (hits.length === 0) return { text, counts: NOTHING };
        const counts: Counts = {};
        const made = hits.map((hit) => this.replacement(hit, latin1.slice(hit.start, hit.end), counts));
        const placed = view === undefined ? made : made.map((one) => throughView(bytes, view, one));
        return { text: replaced(bytes, 0, bytes.length, placed).toString("utf8"), counts };
    }

    /** See TextNets.mayHit. */
    mayHit(bytes: Buffer): boolean {
        return this.#more.length > 0 || bytes.includes(0x1b) || bytes.includes(0) || this.#finder.anyAnchor(bytes);
    }

    /** See TextNets.token. */
    tokenOf(rule: string, value: string): string {
        return this.#tokens.of(Buffer.from(value, "utf8").toString("latin1"), rule);
    }
}

const NOTHING: RedactionCounts = {};
