import { looksRandom, looksSecret } from "../../patterns/shapes/looks-random.ts";
import { isSecretName } from "../../secret-name.ts";
import { COMMON_VALUES } from "./common-values.ts";

/**
 * Where a known value is searched.
 * - `everywhere`: also inside longer words
 * - `words`: where no letter, digit or `_` touches it
 * - `context`: as a word, with a word such as `password` or `token` before it on the same line
 * - `never`: too short, too common, public, or the name of something
 */
export type Reach = (typeof REACHES)[number];

export const REACHES = ["everywhere", "words", "context", "never"] as const;

const NUMBER = /^\d+$/;
const PUBLIC_TYPES =
    /^(?:true|false|(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?(?:\/\d+)?|[0-9a-f:]{3,39}|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[a-z][a-z0-9+.-]*:\/\/[^@\s]*|\.{0,2}\/[\w./-]*|v?\d+(?:\.\d+){1,3}(?:-\w+)?|\d+(?:ms|s|m|h|d|[KMGT]i?B?)|\d{4}-\d\d-\d\d\S*|[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+\.?(?::\d+)?)$/i;
const PEM = /-----BEGIN ([A-Z0-9 ]+)-----/g;
const SSH_PUBLIC = /^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+|sk-\S+) AAAA[\w+/=]+/;

/** Certificates, requests, revocation lists and public keys: made to be shown. */
export function isPublicMaterial(text: string): boolean {
    if (SSH_PUBLIC.test(text)) return true;
    const labels = [...text.matchAll(PEM)].map((match) => match[1] ?? "");
    return labels.length > 0 && labels.every((label) => /CERTIFICATE|PUBLIC KEY|X509 CRL|PARAMETERS|PKCS7/.test(label));
}

/**
 * Where a one-line value is searched, by its length, its chars, the name of its key and whether the same text is a name in the cluster.
 * Deterministic: the same value under the same key has the same reach in every worker and every run.
 */
export function reachOf(key: string, value: string, names: ReadonlySet<string>): Reach {
    const text = value.trim();
    if (text.length < 4 || names.has(text) || isCommon(text) || isPublicMaterial(text)) return "never";
    if (hasFewChars(text)) return "never";
    const secret = isSecretName(key) || /^(?:pw|pass|key|auth|pin|otp|identity)$/i.test(key);
    if (NUMBER.test(text)) return secret ? (text.length >= 9 ? "words" : "context") : "never";
    if (text.length <= LONGEST_PUBLIC && PUBLIC_TYPES.test(text)) return "never";
    if (looksRandom(text) || (text.length >= 12 && classes(text) >= 3 && looksSecret(text))) return "everywhere";
    if (secret) return text.length >= 8 ? "words" : "context";
    return text.length >= 8 && looksSecret(text) ? "words" : "never";
}

function isCommon(text: string): boolean {
    return text.length <= LONGEST_COMMON && COMMON_VALUES.has(text.toLowerCase());
}

const LONGEST_COMMON = 64;
/** A longer address, path or name has nobody given anything. */
const LONGEST_PUBLIC = 8192;

/** Not even three different ones. */
function hasFewChars(text: string): boolean {
    let at = 1;
    while (at < text.length && text[at] === text[0]) at++;
    const second = at;
    while (at < text.length && (text[at] === text[0] || text[at] === text[second])) at++;
    return at === text.length;
}

/** Lower, upper, digits, symbols. */
function classes(text: string): number {
    return [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(text)).length;
}
