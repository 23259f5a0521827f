import { createHmac } from "node:crypto";

/**
 * Matches a token of ours, or of a file that had been through us before, as XML, JSON (Go's encoder) and URLs write it too. No quotes,
 * spaces or backslashes: it breaks no format.
 */
export const TOKEN = /(?:<|&lt;|\\+u003[cC]|%3[cC])redacted:[A-Za-z0-9._:/@*-]{1,700}(?:>|&gt;|\\+u003[eE]|%3[eE])/g;

/** `<redacted:msp/db-credentials/password>`: which credential stood here. */
export function knownToken(namespace: string, secret: string, key: string): string {
    return `<redacted:${[namespace, secret, key].map(plain).join("/")}>`;
}

function plain(part: string): string {
    return part.replace(/[^A-Za-z0-9._-]/g, "_");
}

/** `<redacted:github-token:5f3a9c01d2>`: what kind of secret stood here, and a keyed fingerprint: equal where the secrets are equal. */
export function fingerprintToken(key: Uint8Array, kind: string, value: string | Uint8Array): string {
    return `<redacted:${kind}:${createHmac("sha256", key).update(value).digest("hex").slice(0, 10)}>`;
}
