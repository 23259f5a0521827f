/** The reflected polynomial of RFC 1952, section 8. */
const POLYNOMIAL = 0xedb88320;

/**
 * The CRC-32 of A followed by B from those of A and B and B's length: how blocks that were compressed in any order get one sum.
 * Source: zlib 1.3 crc32.c, crc32_combine_gen (x to the power 8n modulo the polynomial).
 */
export function crc32Combine(crcOfA: number, crcOfB: number, bytesOfB: number): number {
    let power = 0x80000000;
    let square = multiply(0x00800000, 0x80000000);
    for (let rest = bytesOfB; rest > 0; rest = Math.floor(rest / 2)) {
        if (rest % 2 === 1) power = multiply(square, power);
        square = multiply(square, square);
    }
    return (multiply(power, crcOfA) ^ crcOfB) >>> 0;
}

/** a times b modulo the polynomial, in reflected bit order. */
function multiply(a: number, b: number): number {
    let product = 0;
    let factor = b >>> 0;
    for (let mask = 0x80000000; mask !== 0; mask >>>= 1) {
        if ((a & mask) !== 0) product ^= factor;
        factor = (factor & 1) !== 0 ? (factor >>> 1) ^ POLYNOMIAL : factor >>> 1;
    }
    return product >>> 0;
}
