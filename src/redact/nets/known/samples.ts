import { Buffer } from "node:buffer";
import { ENCODINGS, type Encoding } from "./encodings.ts";
import type { Needle } from "./needles.ts";
import { isPlain } from "./nested.ts";

/** Forms up to this length are kept whole; of longer ones a few samples are, and the form is made anew where a sample hits. */
const WHOLE = 96;
const SAMPLE = 24;
const MAX_SAMPLES = 16;
const MIN_FORM = 6;
/** Of a value longer than this no form is made: what samples need of it is made of the bytes around them. */
const LONG = 4096;
/** Bytes of a value of which any encoding makes a sample: base64 of a third more, UTF-8 cut at both ends. */
const WINDOW = 48;

/** A stretch of one form of a needle, by which it is found. */
export interface Sample {
    /** Index into ENCODINGS. */
    readonly encoding: number;
    readonly bytes: Buffer;
    /** Where in the form it begins, or, with `isByValue`, the bytes of the value that it is the form of. */
    readonly at: number;
    readonly isByValue: boolean;
    /** It is all of the form. */
    readonly isWhole: boolean;
}

/** By what to look for a needle: whole forms of short ones; of long ones so many samples that a part of them has one. */
export function samplesOf(needle: Needle): readonly Sample[] {
    const encodings = encodingsOf(needle);
    return needle.bytes.length > LONG ? encodings.flatMap((at) => ofWindows(needle, at)) : ofForms(needle, encodings);
}

/** The longest stretch of a value that no escaping changes, where there is one of four bytes and the rest has what escapings change. */
export function coreOf({ bytes, reach, encodedOnly }: Needle): { at: number; length: number } | undefined {
    if (reach === "context" || encodedOnly === true || !ESCAPED.test(bytes.toString("latin1"))) return undefined;
    let best = { at: 0, length: 0 };
    for (let at = 0, end = 0; at < bytes.length; at = end + 1) {
        for (end = at; end < bytes.length && isPlain(bytes[end] as number); ) end++;
        if (end - at > best.length) best = { at, length: end - at };
    }
    return best.length < MIN_CORE ? undefined : { at: best.at, length: Math.min(best.length, SAMPLE) };
}

const ESCAPED = /[^\w@%+=:,./-]/;
const MIN_CORE = 4;

/** Those that write it in a way of their own, as indexes into ENCODINGS. */
function encodingsOf({ bytes, reach, encodedOnly }: Needle): readonly number[] {
    const text = bytes.toString("latin1");
    const isLong = bytes.length > LONG;
    return [...ENCODINGS.keys()].filter((at) => {
        const { name, changes, rare, base64 } = ENCODINGS[at] as Encoding;
        if (reach === "context" && name !== "raw") return false;
        if (encodedOnly === true && base64 === undefined) return false;
        return !(isLong && rare === true) && (changes === undefined || changes.test(text));
    });
}

/** Of each form, equal ones once. */
function ofForms(needle: Needle, encodings: readonly number[]): readonly Sample[] {
    const forms: Buffer[] = [];
    return encodings.flatMap((encoding) => {
        const { encode, name } = ENCODINGS[encoding] as Encoding;
        const form = encode(needle.bytes);
        if ((form.length < MIN_FORM && name !== "raw") || form.length < 4) return [];
        if (forms.some((other) => other.equals(form))) return [];
        forms.push(form);
        return ofForm(form, needle, encoding);
    });
}

function ofForm(form: Buffer, { partFrom }: Needle, encoding: number): readonly Sample[] {
    const whole = { encoding, bytes: form, at: 0, isByValue: false, isWhole: true };
    if (partFrom === undefined)
        return [form.length <= WHOLE ? whole : { ...whole, bytes: form.subarray(0, SAMPLE), isWhole: false }];
    const step = Math.max(SAMPLE, Math.ceil(form.length / MAX_SAMPLES));
    const samples: Sample[] = [];
    for (let at = 0; at + SAMPLE <= form.length; at += step)
        samples.push({ ...whole, bytes: form.subarray(at, at + SAMPLE), at, isWhole: form.length === SAMPLE });
    return samples.length === 0 ? [whole] : samples;
}

/** The same of a long value, without its form. */
function ofWindows({ bytes, partFrom }: Needle, encoding: number): readonly Sample[] {
    const count = partFrom === undefined ? 1 : MAX_SAMPLES;
    const step = Math.ceil(bytes.length / MAX_SAMPLES);
    return Array.from({ length: count }, (_, i) => ofWindow(bytes, i * step, encoding)).filter(
        (sample) => sample.bytes.length === SAMPLE,
    );
}

function ofWindow(value: Buffer, from: number, encoding: number): Sample {
    const { encode, base64, width } = ENCODINGS[encoding] as Encoding;
    const sample = { encoding, isByValue: false, isWhole: false };
    if (base64 !== undefined) {
        const { shift, alphabet } = base64;
        const at = from + ((3 - ((from + shift) % 3)) % 3);
        const bytes = Buffer.from(value.toString(alphabet, at, at + (SAMPLE / 4) * 3), "latin1");
        return { ...sample, bytes, at: (4 * (at + shift)) / 3 - (shift === 0 ? 0 : shift + 1) };
    }
    const at = charAt(value, from);
    const bytes = encode(value.subarray(at, charAt(value, at + WINDOW))).subarray(0, SAMPLE);
    return width === undefined ? { ...sample, at, bytes, isByValue: true } : { ...sample, at: at * width, bytes };
}

/** The first byte of a char of UTF-8 at `at` or up to three bytes before. */
function charAt(value: Buffer, at: number): number {
    let start = Math.min(at, value.length);
    for (let i = 0; i < 3 && start > 0 && ((value[start] ?? 0) & 0xc0) === 0x80; i++) start--;
    return start;
}
