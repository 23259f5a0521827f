import { createHmac } from "node:crypto";

/**
 * A keyed fingerprint: twelve hex digits of HMAC-SHA256. The same value has the same one within one archive; without the run's key, which
 * is never written, it says nothing about the value, not even to somebody who guesses it.
 */
export function fingerprint(key: Uint8Array, value: Uint8Array | string): string {
    return createHmac("sha256", key).update(value).digest("hex").slice(0, 12);
}
