import { Buffer } from "node:buffer";
import { isWordChar } from "../patterns/edge.ts";
import type { Hit } from "./cover.ts";
import type { GramEntry } from "./gram-index.ts";
import { REACHES } from "./known/eligibility.ts";
import { ENCODINGS } from "./known/encodings.ts";
import { type KnownImage, type NeedleRow, needleOf, type SampleRow, sampleOf } from "./known/known-image.ts";
import { identityOf } from "./known/needles.ts";
import { nestedAround } from "./known/nested.ts";
import { PhaseIndex } from "./phase-index.ts";
import type { PairFilter, Sieve } from "./sieve.ts";
import type { Words } from "./words.ts";

const MAX_FORMS_KEPT = 64;
const CONTEXT_REACH = REACHES.indexOf("context");
const EVERYWHERE = REACHES.indexOf("everywhere");

/** Looks for known values where the sieve says one may be. */
export class KnownIndex {
    readonly #image: KnownImage;
    readonly #pool: Buffer;
    readonly #phases: PhaseIndex;
    readonly #forms = new Map<number, Buffer>();

    constructor(image: KnownImage) {
        this.#image = image;
        this.#pool = Buffer.from(image.pool.buffer, image.pool.byteOffset, image.pool.byteLength);
        this.#phases = new PhaseIndex(image);
    }

    /** Of the samples too short for the other index; payload = index of the sample. */
    get grams(): readonly GramEntry[] {
        const { grams } = this.#image;
        return Array.from({ length: grams.length / 2 }, (_, at) => ({
            gram: grams[2 * at] as number,
            payload: grams[2 * at + 1] as number,
        }));
    }

    /** The token of the Secret that holds exactly this value. */
    tokenOf(value: Buffer): string | undefined {
        const { identities } = this.#image;
        const identity = identityOf(value);
        const first = Number.parseInt(identity.slice(0, 8), 16) | 0;
        const second = Number.parseInt(identity.slice(8), 16) | 0;
        let low = 0;
        let high = identities.length / 3;
        while (low < high) {
            const middle = (low + high) >> 1;
            if ((identities[3 * middle] as number) < first) low = middle + 1;
            else high = middle;
        }
        for (; identities[3 * low] === first; low++)
            if (identities[3 * low + 1] === second)
                return this.#tokenOf(needleOf(this.#image, identities[3 * low + 2] as number));
        return undefined;
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
        const sample = sampleOf(this.#image, payload);
        const start = found - sample.foundAt;
        if (start < 0 || start + sample.length > bytes.length) return undefined;
        const pool = this.#pool;
        for (let i = 0; i < sample.length; i++) if (bytes[start + i] !== pool[sample.pooled + i]) return undefined;
        const needle = needleOf(this.#image, sample.needle);
        if (sample.isCore) return this.#nested(bytes, needle, sample, start);
        return sample.isWhole
            ? this.#hit(bytes, needle, sample, start, start + sample.length)
            : this.#grown(bytes, needle, sample, start);
    }

    /** As much of the form as stands around its sample. */
    #grown(bytes: Buffer, needle: NeedleRow, sample: SampleRow, start: number): Hit | undefined {
        const form = this.#formOf(sample, needle);
        const at = sample.isByValue ? encoded(sample, this.#valueOf(needle).subarray(0, sample.at)).length : sample.at;
        let before = 0;
        while (before < at && start > before && bytes[start - before - 1] === form[at - before - 1]) before++;
        let length = sample.length;
        while (at + length < form.length && bytes[start + length] === form[at + length]) length++;
        const found = before + length;
        if (found < form.length && (needle.partFrom === 0 || found < needle.partFrom)) return undefined;
        return this.#hit(bytes, needle, sample, start - before, start + length);
    }

    /** The value in escapes within escapes. */
    #nested(bytes: Buffer, needle: NeedleRow, sample: SampleRow, found: number): Hit | undefined {
        const core = { coreAt: sample.at, coreLength: sample.length, start: found };
        const { start, end, matched } = nestedAround(bytes, this.#valueOf(needle), core);
        if (matched < needle.length && (needle.partFrom === 0 || matched < needle.partFrom)) return undefined;
        return this.#hit(bytes, needle, sample, start, end);
    }

    #hit(bytes: Buffer, needle: NeedleRow, { encoding }: SampleRow, start: number, end: number): Hit | undefined {
        const found = { rule: "known-value", token: this.#tokenOf(needle) };
        if (ENCODINGS[encoding]?.base64 !== undefined) return { ...found, ...paddedOut(bytes, start, end) };
        if (needle.reach !== EVERYWHERE && (isPartOfWord(bytes, start - 1) || isPartOfWord(bytes, end))) return undefined;
        if (needle.reach === CONTEXT_REACH && !hasContext(bytes, start)) return undefined;
        return { ...found, start, end };
    }

    #tokenOf({ tokenAt, tokenLength }: NeedleRow): string {
        return this.#pool.toString("latin1", tokenAt, tokenAt + tokenLength);
    }

    #valueOf({ inPool, at, length }: NeedleRow): Buffer {
        const { buffer, byteOffset } = inPool ? this.#pool : this.#image.values;
        return Buffer.from(buffer, byteOffset + at, length);
    }

    #formOf(sample: SampleRow, needle: NeedleRow): Buffer {
        const key = sample.needle * ENCODINGS.length + sample.encoding;
        const kept = this.#forms.get(key);
        if (kept !== undefined) return kept;
        const form = encoded(sample, this.#valueOf(needle));
        const [oldest] = this.#forms.keys();
        if (this.#forms.size >= MAX_FORMS_KEPT && oldest !== undefined) this.#forms.delete(oldest);
        this.#forms.set(key, form);
        return form;
    }
}

function encoded({ encoding }: SampleRow, value: Buffer): Buffer {
    return ENCODINGS[encoding]?.encode(value) ?? value;
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
