const BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** Checks what age keys are: BIP 173 bech32 without its length limit. */
export function isBech32(text: string): boolean {
    const lower = text.toLowerCase();
    const one = lower.lastIndexOf("1");
    const prefix = [...lower.slice(0, one)].map((char) => char.charCodeAt(0));
    const values = [...lower.slice(one + 1)].map((char) => BECH32.indexOf(char));
    if (one < 1 || values.includes(-1)) return false;
    let sum = 1;
    for (const value of [...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31), ...values]) {
        const top = sum >>> 25;
        sum = ((sum & 0x1ffffff) << 5) ^ value;
        for (const [bit, generator] of GENERATOR.entries()) if ((top >> bit) & 1) sum ^= generator;
    }
    return sum === 1;
}
