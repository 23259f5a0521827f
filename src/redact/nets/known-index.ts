import type { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { isWordChar } from "../patterns/edge.ts";
import type { NetSettings } from "../text-nets.ts";
import { BytePool } from "./byte-pool.ts";
import type { Hit } from "./cover.ts";
import type { GramEntry } from "./gram-index.ts";
import { ENCODINGS } from "./known/encodings.ts";
import { type Needle, needlesOf, type PatternSpans } from "./known/needles.ts";
import { isPhased, MIN_PHASED, type PhaseEntry, PhaseIndex } from "./phase-index.ts";
import { GramUses, rarestGram } from "./rarest-gram.ts";
import type { PairFilter, Sieve } from "./sieve.ts";
import type { Words } from "./words.ts";

/** Forms up to this length are kept whole; of longer ones a few samples are, and the form is made anew where a sample hits. */
const WHOLE = 96;
const SAMPLE = 24;
const MAX_SAMPLES = 16;
const MIN_FORM = 6;
const MAX_FORMS_KEPT = 64;
/** Values longer than this are not searched in encodings that whole files are hardly given: making them of ten thousand takes long. */
const LONG = 4096;
const RARE_ENCODINGS = new Set(["url-lower", "form", "json-ascii", "json-slash", "yaml", "shell", "shell-double", "shell-bare"]);

/** A stretch of one form of one needle. */
interface Sample {
    readonly needle: Needle;
    /** Index into ENCODINGS. */
    readonly encoding: number;
    /** In the pool. */
    readonly pooled: number;
    readonly length: number;
    /** Where in the form it begins; 0 when it is all of it. */
    readonly at: number;
    readonly formLength: number;
    /** Where in it what it is found by begins: a gram of a short one, eight bytes of a longer one. */
    readonly foundAt: number;
}

/** All forms of all known values, by samples: memory is about 20 bytes a form, whatever its length. */
export class KnownIndex {
    /** Of the samples too short for the other index; payload = index of the sample. */
    readonly grams: readonly GramEntry[];
    readonly #phases: PhaseIndex;
    readonly #samples: readonly Sample[];
    readonly #pool: Uint8Array;
    readonly #tokens = new Map<string, string>();
    readonly #forms = new Map<string, Buffer>();

    constructor(settings: NetSettings, patterns: PatternSpans) {
        const samples: Sample[] = [];
        const grams: GramEntry[] = [];
        const phases: PhaseEntry[] = [];
        const pool = new BytePool();
        const uses = new GramUses();
        for (const needle of needlesOf(settings, patterns)) {
            this.#tokens.set(identity(needle.bytes), needle.token);
            for (const { encoding, form } of formsOf(needle)) {
                for (const { at, bytes } of samplesOf(form, needle)) {
                    const isLong = bytes.length >= MIN_PHASED;
                    const placed = rarestGram(bytes, uses, isLong ? bytes.length - MIN_PHASED + 4 : bytes.length);
                    if (placed === undefined) continue;
                    uses.add(placed.gram);
                    const payload = samples.length;
                    const pooled = pool.append(bytes);
                    if (isLong && isPhased(bytes, placed.offset)) phases.push({ at: pooled + placed.offset, payload });
                    else grams.push({ gram: placed.gram, payload });
                    samples.push({
                        needle,
                        encoding,
                        pooled,
                        length: bytes.length,
                        at,
                        formLength: form.length,
                        foundAt: placed.offset,
                    });
                }
            }
        }
        this.grams = grams;
        this.#pool = pool.bytes();
        this.#phases = new PhaseIndex(this.#pool, phases);
        this.#samples = samples;
    }

    /** The token of the Secret that holds exactly this value. */
    tokenOf(value: Buffer): string | undefined {
        return this.#tokens.get(identity(value));
    }

    /** For the sieve. */
    get pairs(): PairFilter {
        return this.#phases.pairs;
    }

    /** All known values in the bytes but those that `grams` finds. */
    tell(words: Words, sieve: Sieve, bytes: Buffer, onHit: (hit: Hit) => void): void {
        this.#phases.tell(words, sieve, (payload, start) => {
            const hit = this.#at(bytes, payload, start);
            if (hit !== undefined) onHit(hit);
        });
    }

    /** Cheap, and often right when it says no; for chars below 128. */
    mayHold(text: string): boolean {
        return this.#phases.mayHold(text);
    }

    /** The known value whose gram ends just before `end`. */
    at(bytes: Buffer, payload: number, end: number): Hit | undefined {
        return this.#at(bytes, payload, end - 4);
    }

    #at(bytes: Buffer, payload: number, found: number): Hit | undefined {
        const sample = this.#samples[payload];
        if (sample === undefined) return undefined;
        const start = found - sample.foundAt;
        if (start < 0 || start + sample.length > bytes.length) return undefined;
        const pool = this.#pool;
        for (let i = 0; i < sample.length; i++) if (bytes[start + i] !== pool[sample.pooled + i]) return undefined;
        return sample.length === sample.formLength
            ? this.#hit(bytes, sample, start, start + sample.length)
            : this.#grown(bytes, sample, start);
    }

    /** As much of the form as stands around its sample. */
    #grown(bytes: Buffer, sample: Sample, start: number): Hit | undefined {
        const form = this.#formOf(sample);
        let before = 0;
        while (before < sample.at && start > before && bytes[start - before - 1] === form[sample.at - before - 1]) before++;
        let length = sample.length;
        while (sample.at + length < form.length && bytes[start + length] === form[sample.at + length]) length++;
        const found = before + length;
        if (found < form.length && (sample.needle.partFrom === undefined || found < sample.needle.partFrom)) return undefined;
        return this.#hit(bytes, sample, start - before, start + length);
    }

    #hit(bytes: Buffer, { needle, encoding }: Sample, start: number, end: number): Hit | undefined {
        const found = { rule: "known-value", token: needle.token };
        if (ENCODINGS[encoding]?.base64) return { ...found, ...paddedOut(bytes, start, end) };
        if (needle.reach !== "everywhere" && (isPartOfWord(bytes, start - 1) || isPartOfWord(bytes, end))) return undefined;
        if (needle.reach === "context" && !hasContext(bytes, start)) return undefined;
        return { ...found, start, end };
    }

    #formOf({ needle, encoding }: Sample): Buffer {
        const key = `${encoding} ${needle.token} ${needle.bytes.length} ${needle.bytes.toString("latin1", 0, 32)}`;
        const kept = this.#forms.get(key);
        if (kept !== undefined) return kept;
        const form = ENCODINGS[encoding]?.encode(needle.bytes) ?? needle.bytes;
        const [oldest] = this.#forms.keys();
        if (this.#forms.size >= MAX_FORMS_KEPT && oldest !== undefined) this.#forms.delete(oldest);
        this.#forms.set(key, form);
        return form;
    }
}

function identity(value: Buffer): string {
    return value.length <= 64 ? value.toString("latin1") : createHash("sha256").update(value).digest("base64");
}

/** A value of such chars alone reads the same in URLs, JSON, YAML, shells and XML. */
const UNESCAPED = /^[\w.-]*$/;

/** The forms of a needle, equal ones once. */
function formsOf(needle: Needle): readonly { encoding: number; form: Buffer }[] {
    const forms: { encoding: number; form: Buffer }[] = [];
    const isUnescaped = UNESCAPED.test(needle.bytes.toString("latin1"));
    for (const [encoding, { encode, base64, escapes, name }] of ENCODINGS.entries()) {
        if (needle.reach === "context" && name !== "raw") continue;
        if (needle.encodedOnly && !base64) continue;
        if (needle.bytes.length > LONG && RARE_ENCODINGS.has(name)) continue;
        if (isUnescaped && escapes) continue;
        const form = encode(needle.bytes);
        if ((form.length < MIN_FORM && name !== "raw") || form.length < 4) continue;
        if (!forms.some((other) => other.form.equals(form))) forms.push({ encoding, form });
    }
    return forms;
}

/** The whole form, or samples of it: one where only the whole counts, else so many that a part of it has one. */
function samplesOf(form: Buffer, needle: Needle): readonly { at: number; bytes: Buffer }[] {
    if (form.length <= WHOLE && needle.partFrom === undefined) return [{ at: 0, bytes: form }];
    if (needle.partFrom === undefined) return [{ at: 0, bytes: form.subarray(0, SAMPLE) }];
    const step = Math.max(SAMPLE, Math.ceil(form.length / MAX_SAMPLES));
    const samples: { at: number; bytes: Buffer }[] = [];
    for (let at = 0; at + SAMPLE <= form.length; at += step) samples.push({ at, bytes: form.subarray(at, at + SAMPLE) });
    if (samples.length === 0) samples.push({ at: 0, bytes: form });
    return samples;
}

function isPartOfWord(bytes: Buffer, at: number): boolean {
    const code = bytes[at];
    return code !== undefined && (isWordChar(code) || code === 95);
}

const CONTEXT = /pass|pwd|secret|token|key|cred|auth|\bpin\b|\botp\b|bearer/i;

/** A token of ours ends it: the words in one are not the text's. */
function hasContext(bytes: Buffer, start: number): boolean {
    const before = bytes.toString("latin1", Math.max(0, start - 64), start);
    return CONTEXT.test(
        before.slice(Math.max(before.lastIndexOf("\n"), before.lastIndexOf("<redacted:") < 0 ? -1 : before.lastIndexOf(">")) + 1),
    );
}

const TAIL = /^[A-Za-z0-9+/_-]{0,2}={0,2}(?![A-Za-z0-9+/=_-])/;

/** The last char or two and the padding, where the encoded text ends with the value. */
function paddedOut(bytes: Buffer, start: number, end: number): { start: number; end: number } {
    const tail = TAIL.exec(bytes.toString("latin1", end, end + 6))?.[0].length ?? 0;
    return { start, end: end + tail };
}
