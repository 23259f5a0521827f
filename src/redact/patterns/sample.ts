/** What a vendor draws the chars of its secrets from. */
export const ALPHABETS = {
    digits: "0123456789",
    hex: "0123456789abcdef",
    HEX: "0123456789ABCDEF",
    lower: "abcdefghijklmnopqrstuvwxyz0123456789",
    upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
    base32: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
    base32lower: "abcdefghijklmnopqrstuvwxyz234567",
    base58: "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
    base62: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
    base64: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
    base64url: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
    equalled: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=",
    dotted: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.",
} as const;

export type Alphabet = keyof typeof ALPHABETS;

/** The same pseudo-random text for the same seed: fixtures look like secrets in no file, and are the same in every run. */
export function sampleOf(alphabet: Alphabet, length: number, seed: number): string {
    const chars = ALPHABETS[alphabet];
    let state = (seed * 2_654_435_761 + length) >>> 0 || 1;
    let text = "";
    while (text.length < length) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        state >>>= 0;
        text += chars[state % chars.length];
    }
    return text;
}

/** The text as the ASCII sum of its chars: a seed. */
export function seedOf(text: string): number {
    return [...text].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 1_000_003, 7);
}
