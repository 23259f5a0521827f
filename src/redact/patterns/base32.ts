import { ALPHABETS } from "./sample.ts";

/** The bytes of RFC 4648 base32 without padding; chars of no such alphabet count as zero. */
export function base32Bytes(text: string): Uint8Array {
    const bytes: number[] = [];
    let bits = 0;
    let value = 0;
    for (const char of text) {
        value = ((value << 5) | Math.max(0, ALPHABETS.base32.indexOf(char))) & 0xfff;
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes.push((value >> bits) & 0xff);
        }
    }
    return Uint8Array.from(bytes);
}
