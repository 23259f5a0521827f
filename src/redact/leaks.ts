import { Buffer } from "node:buffer";
import { Engine } from "./nets/engine.ts";
import { foundIn } from "./nets/piece.ts";
import { patternRules } from "./patterns/rules.ts";
import { assignmentRule } from "./patterns/shapes/assignment.ts";
import { looksRandom } from "./patterns/shapes/looks-random.ts";
import type { KnownValue } from "./text-nets.ts";

/** Something in a text that looks as if it should not be there. */
export interface Suspicion {
    /** Id of a pattern rule, `known-value`, or `high-entropy`. */
    readonly rule: string;
    /** From 1. */
    readonly line: number;
    /** In bytes, from 1. */
    readonly column: number;
    /** `gh…7f (40 chars)`: enough to find it, too little to use it. */
    readonly preview: string;
    /** `hint`: random, but under no secret's name and in no secret's format: a person decides. */
    readonly certainty: "leak" | "hint";
    /** `msp/db-credentials/password`, when the value is that of a Secret. */
    readonly secret?: string;
}

/** What a leak search is made of. `known`: the Secrets of the cluster, where they can be read. `keep`: texts that are no leak. */
export interface LeakSettings {
    readonly known: readonly KnownValue[];
    readonly names: readonly string[];
    readonly keep: readonly string[];
}

/** Searches one text after another; the index is made once. Our own tokens are no leaks. */
export interface LeakSearch {
    /** A text that comes in pieces. */
    open(): LeakReader;
}

/** Reads one text; feed it in order, the last piece with `last`. Memory is bounded whatever the length. */
export interface LeakReader {
    read(bytes: Uint8Array, last: boolean): readonly Suspicion[];
}

/** Net 3, and net 2 where values are given, over what has been written, with random texts as hints besides. */
export function createLeakSearch({ known, names, keep }: LeakSettings): LeakSearch {
    const user = { keys: [], patterns: [], values: [], keep, hide: [] };
    const engine = new Engine({ key: new Uint8Array(32), known, names, user }, [...patternRules(), assignmentRule([])]);
    return { open: () => new Reader(engine) };
}

class Reader implements LeakReader {
    readonly #engine: Engine;
    #rest: Uint8Array = new Uint8Array(0);
    #line = 1;
    #column = 1;

    constructor(engine: Engine) {
        this.#engine = engine;
    }

    read(bytes: Uint8Array, last: boolean): readonly Suspicion[] {
        const all = Buffer.concat([this.#rest, bytes]);
        const { found, view, end } = foundIn(this.#engine, all, last);
        const leaks = found.map(({ hit, text }) => ({
            at: view?.original(hit.start) ?? hit.start,
            to: view === undefined ? hit.end : view.original(hit.end - 1) + 1,
            rule: hit.rule,
            text,
            certainty: "leak" as const,
            secret: hit.token === undefined ? undefined : /^<redacted:(.*)>$/.exec(hit.token)?.[1],
        }));
        const suspicions = [...leaks, ...randomTexts(all.toString("latin1", 0, end), leaks)]
            .sort((a, b) => a.at - b.at)
            .map(({ at, rule, text, certainty, secret }) => {
                this.#advance(all, at);
                return {
                    rule,
                    line: this.#line,
                    column: this.#column,
                    preview: masked(text),
                    certainty,
                    ...(secret === undefined ? {} : { secret }),
                };
            });
        this.#advance(all, end);
        this.#consumed = 0;
        this.#rest = Uint8Array.from(all.subarray(end));
        return suspicions;
    }

    /** Of the current piece. */
    #consumed = 0;

    #advance(bytes: Buffer, to: number): void {
        for (let at = bytes.indexOf(10, this.#consumed); at >= 0 && at < to; at = bytes.indexOf(10, at + 1)) {
            this.#line++;
            this.#column = 1;
            this.#consumed = at + 1;
        }
        this.#column += to - this.#consumed;
        this.#consumed = to;
    }
}

interface Suspect {
    readonly at: number;
    readonly to: number;
    readonly rule: string;
    readonly text: string;
    readonly certainty: "leak" | "hint";
    readonly secret: string | undefined;
}

const MIN_RANDOM = 20;
const RANDOM = /(?<![\w+/=.:@-])[A-Za-z0-9+/_-]{24,512}={0,2}(?![\w+/=-])/g;
const HEX_OR_UUID = /^(?:[0-9a-f]{24,}|[0-9A-F]{24,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const BEFORE = /(?:sha\d{1,3}[-:]|digest|integrity|fingerprint|serial|certificate|cert|ca|checksum|hash)\W{0,4}$/i;

/** Words of random letters, digits and signs that are not hex, in no certificate and inside no leak. */
function randomTexts(text: string, leaks: readonly Suspect[]): readonly Suspect[] {
    const hints: Suspect[] = [];
    let next = 0;
    for (const match of text.matchAll(RANDOM)) {
        const at = match.index;
        const to = at + match[0].length;
        while (next < leaks.length && (leaks[next]?.to ?? 0) <= at) next++;
        const leak = leaks[next];
        if (leak !== undefined && leak.at < to) continue;
        if (
            HEX_OR_UUID.test(match[0]) ||
            isMaterial(match[0]) ||
            isRedactedText(match[0]) ||
            !anyRandom(match[0]) ||
            BEFORE.test(text.slice(Math.max(0, at - 24), at))
        )
            continue;
        hints.push({ at, to, rule: "high-entropy", text: match[0], certainty: "hint", secret: undefined });
    }
    return hints;
}

/** A path is as many words as it has parts; names of kinds and fields have no digits, names of objects no capitals. */
function anyRandom(text: string): boolean {
    return text
        .split("/")
        .some((part) => part.length >= MIN_RANDOM && /\d/.test(part) && /[A-Z]/.test(part) && looksRandom(part));
}

/** A line of a PEM block, base64 of a certificate or of an image. */
function isMaterial(text: string): boolean {
    return text.length === 64 || text.length === 76 || /^(?:MII|LS0tLS1CRUdJTi|iVBOR|AAAA[BCE]|H4sI)/.test(text);
}

/** Base64 of a text from which secrets were taken. */
function isRedactedText(text: string): boolean {
    return Buffer.from(text, "base64").includes("<redacted:");
}

/** `gh…7f (40 chars)` */
export function masked(text: string): string {
    const shown = text.length < 12 ? "…" : `${text.slice(0, 2)}…${text.slice(-2)}`;
    return `${shown.replace(/[^\x20-\x7e…]/g, "?")} (${text.length} chars)`;
}
