/** Four bytes, the first one lowest, each with bit 5 set: letters lose their case, which is all that a filter needs. */
export type Gram = number;

const FOLD = 0x20;
/** Folds four bytes at once. */
export const FOLD4 = 0x20202020;
const MULTIPLIER = 0x9e3779b1;

/** The gram of four bytes at `at`; bytes outside count as spaces. */
export function gramAt(bytes: Uint8Array, at: number): Gram {
    let gram = 0;
    for (let i = 3; i >= 0; i--) gram = (gram << 8) | ((bytes[at + i] ?? 0) | FOLD);
    return gram;
}

/** The four bytes at `at` as they are. */
export function exactAt(bytes: Uint8Array, at: number): number {
    return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
}

/** A gram's first three bytes, as a number with nothing in its lowest eight bits. */
export function firstThree(gram: Gram): number {
    return gram << 8;
}

/** A gram's last three bytes, likewise. */
export function lastThree(gram: Gram): number {
    return gram & ~0xff;
}

/** Four equal bytes. */
export function isUniform(gram: Gram): boolean {
    return gram >>> 8 === (gram & 0xffffff);
}

/** Spreads grams and threes over 32 bits; the highest are the best. */
export function spread(gram: number): number {
    return Math.imul(gram, MULTIPLIER);
}

/** All grams that a three-byte literal can end: one for each byte before it. */
export function gramsEndingIn(bytes: Uint8Array): readonly Gram[] {
    const high = gramAt(bytes, -1) & ~0xff;
    return [...new Set(Array.from({ length: 256 }, (_, before) => high | before | FOLD))];
}

/** All grams that a three-byte literal can begin. */
export function gramsBeginningWith(bytes: Uint8Array): readonly Gram[] {
    const low = gramAt(bytes, 0) & 0xffffff;
    return [...new Set(Array.from({ length: 256 }, (_, behind) => low | ((behind | FOLD) << 24)))];
}
