import { Buffer } from "node:buffer";
import { hash } from "node:crypto";
import type { Span } from "../../patterns/pattern.ts";
import { looksRandom, looksSecret } from "../../patterns/shapes/looks-random.ts";
import type { KnownValue, NetSettings } from "../../text-nets.ts";
import { fingerprintToken, knownToken } from "../token.ts";
import { isPublicMaterial, type Reach, reachOf } from "./eligibility.ts";

/** One text to search for. */
export interface Needle {
    readonly bytes: Buffer;
    readonly token: string;
    readonly reach: Reach;
    /** A part of it, this long, is as good as the whole: 24 bytes of a random text. Absent: only the whole counts. */
    readonly partFrom?: number;
    /** Equal for equal bytes, and for no others: 64 bits of a hash, in hex. */
    readonly identity: string;
    /** Only inside base64: a text of several lines, whose lines are needles of their own. */
    readonly encodedOnly?: boolean;
}

const PART = 24;
const MAX_DERIVED = 65_536;

/** What the patterns find in a text of one char per byte. */
export type PatternSpans = (text: string) => readonly Span[];

/** What to search for, each text once: of several Secrets with one value the first by namespace, name and key gives the token. */
export function needlesOf({ key, known, names, user }: NetSettings, patterns: PatternSpans): readonly Needle[] {
    const needles = new Map<string, Needle>();
    const add = (unnamed: Unnamed) => {
        if (unnamed.reach === "never") return;
        const identity = identityOf(unnamed.bytes);
        if (!needles.has(identity)) needles.set(identity, { ...unnamed, identity });
    };
    const keep = new Set(user.keep);
    const taken = new Set([...names, ...keep]);
    const sorted = [...known].sort(byPlace);
    for (const value of sorted) whole(value, taken).forEach(add);
    for (const value of sorted) derived(value, taken, patterns).forEach(add);
    for (const text of user.values) {
        if (text.length < 3) continue;
        const bytes = Buffer.from(text, "utf8");
        add({ bytes, token: fingerprintToken(key, "user-value", bytes), reach: "everywhere" });
    }
    return [...needles.values()];
}

type Unnamed = Omit<Needle, "identity">;

/** See Needle. */
export function identityOf(bytes: Uint8Array): string {
    return hash("sha256", bytes, "hex").slice(0, 16);
}

function byPlace(a: KnownValue, b: KnownValue): number {
    return order(a.namespace, b.namespace) || order(a.secret, b.secret) || order(a.key, b.key);
}

function order(a: string, b: string): number {
    return a < b ? -1 : a > b ? 1 : 0;
}

/** The value itself. */
function whole(value: KnownValue, names: ReadonlySet<string>): readonly Unnamed[] {
    const bytes = trimmed(Buffer.from(value.value.buffer, value.value.byteOffset, value.value.byteLength));
    const token = knownToken(value.namespace, value.secret, value.key);
    const text = bytes.toString("latin1");
    if (isBinary(text))
        return bytes.length < 16 || isCertificate(bytes) ? [] : [{ bytes, token, reach: "everywhere", partFrom: PART }];
    if (isPublicMaterial(text)) return [];
    if (text.includes("\n") || (bytes.length > 8192 && !looksRandom(text)))
        return [{ bytes, token, reach: "everywhere", ...(text.includes("\n") ? { encodedOnly: true } : {}) }];
    const reach = reachOf(value.key, text, names);
    return [{ bytes, token, reach, ...(bytes.length >= 2 * PART && looksRandom(text) ? { partFrom: PART } : {}) }];
}

/** What the patterns find in the value (a password in a connection string, in a file), and the random ones of its lines. */
function derived(value: KnownValue, names: ReadonlySet<string>, patterns: PatternSpans): readonly Unnamed[] {
    const text = Buffer.from(value.value.buffer, value.value.byteOffset, Math.min(value.value.byteLength, MAX_DERIVED)).toString(
        "latin1",
    );
    if (isBinary(text) || isPublicMaterial(text) || (text.length > 4096 && looksRandom(text))) return [];
    const token = knownToken(value.namespace, value.secret, value.key);
    const found = patterns(text)
        .map(({ start, end }) => text.slice(start, end))
        .flatMap((part) => part.split("\n"));
    const lines = text.includes("\n") ? text.split("\n").filter((line) => !/-----/.test(line) && looksRandom(line.trim())) : [];
    return [...found, ...lines].map((part) => {
        const bytes = Buffer.from(part.trim(), "latin1");
        const reach = reachOf("password", part, names);
        const random = bytes.length >= 2 * PART && looksSecret(part);
        return {
            bytes,
            token,
            reach: reach === "context" ? "words" : reach,
            ...(random ? { partFrom: PART } : {}),
        } satisfies Unnamed;
    });
}

function trimmed(bytes: Buffer): Buffer {
    let end = bytes.length;
    while (end > 0 && (bytes[end - 1] ?? 0) <= 32) end--;
    let start = 0;
    while (start < end && (bytes[start] ?? 0) <= 32) start++;
    return bytes.subarray(start, end);
}

function isBinary(text: string): boolean {
    for (let at = 0; at < text.length && at < 4096; at++) {
        const code = text.charCodeAt(at);
        if (code < 9 || (code > 13 && code < 32 && code !== 27)) return true;
    }
    return false;
}

/** A DER certificate: SEQUENCE of SEQUENCE. */
function isCertificate(bytes: Buffer): boolean {
    return bytes[0] === 0x30 && bytes[1] === 0x82 && bytes[4] === 0x30 && bytes[5] === 0x82;
}
