import { crc32 } from "node:zlib";
import { ALPHABETS } from "./sample.ts";

const PREFIX = 4;
const RANDOM = 30;
const CHECKSUM = 6;
/** The order of base 62 that GitHub uses. */
const DIGITS = `${ALPHABETS.digits}${ALPHABETS.base62.slice(0, 52)}`;

/**
 * Length of a token that ends in the CRC-32 of its random part, six base-62 digits: GitHub's `ghp_` and npm's `npm_`. Undefined where the
 * checksum does not hold: cut or invented, and hidden all the same. Source: github.blog 2021-04-05, "Behind GitHub's new authentication
 * token formats".
 */
export function crcEndedLength(run: string): number | undefined {
    const random = run.slice(PREFIX, PREFIX + RANDOM);
    const sum = run.slice(PREFIX + RANDOM, PREFIX + RANDOM + CHECKSUM);
    return sum === checksum(random) ? PREFIX + RANDOM + CHECKSUM : undefined;
}

/** Six base-62 digits. */
function checksum(random: string): string {
    let rest = crc32(random);
    let digits = "";
    for (let i = 0; i < CHECKSUM; i++) {
        digits = (DIGITS[rest % 62] ?? "0") + digits;
        rest = Math.floor(rest / 62);
    }
    return digits;
}
