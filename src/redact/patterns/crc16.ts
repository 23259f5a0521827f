const POLYNOMIAL = 0x1021;

/** CRC-16/XMODEM, the checksum of NATS nkeys. Source: github.com/nats-io/nkeys crc16.go. */
export function crc16(bytes: Uint8Array): number {
    let sum = 0;
    for (const byte of bytes) {
        sum ^= byte << 8;
        for (let bit = 0; bit < 8; bit++) sum = ((sum << 1) ^ (sum & 0x8000 ? POLYNOMIAL : 0)) & 0xffff;
    }
    return sum;
}
