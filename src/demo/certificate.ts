import { generateKeyPairSync, sign } from "node:crypto";

/** A certificate for a server on loopback, its own authority. */
export interface LoopbackCertificate {
    /** PEM; also what clients take as CA. */
    readonly certificate: string;
    /** PEM, PKCS #8; lives in memory only. */
    readonly privateKey: string;
}

const DAY_MS = 86_400_000;

/** Self-signed, ECDSA P-256, for 127.0.0.1 and localhost, valid for thirty days around `now`. Source: RFC 5280, section 4.1. */
export function loopbackCertificate(now: Date, serial: Uint8Array): LoopbackCertificate {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const name = sequence(set(sequence(oid(2, 5, 4, 3), utf8("casefile sample"))));
    const signature = sequence(oid(1, 2, 840, 10045, 4, 3, 2)); // ecdsa-with-SHA256
    const body = sequence(
        explicit(0, integer(Uint8Array.of(2))), // version 3
        integer(serial),
        signature,
        name,
        sequence(utcTime(now.getTime() - DAY_MS), utcTime(now.getTime() + 29 * DAY_MS)),
        name,
        publicKey.export({ type: "spki", format: "der" }),
        explicit(3, sequence(basicConstraints(), alternativeNames())),
    );
    const signed = sequence(body, signature, bitString(sign("sha256", body, privateKey)));
    return {
        certificate: pem("CERTIFICATE", signed),
        privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    };
}

function basicConstraints(): Buffer {
    return sequence(oid(2, 5, 29, 19), TRUE, octets(sequence(TRUE)));
}

function alternativeNames(): Buffer {
    const names = sequence(tagged(0x87, Buffer.of(127, 0, 0, 1)), tagged(0x82, Buffer.from("localhost")));
    return sequence(oid(2, 5, 29, 17), octets(names));
}

/** DER, X.690: tag, length, contents. */
function tagged(tag: number, contents: Uint8Array): Buffer {
    const { length } = contents;
    const bytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
    return Buffer.concat([Buffer.of(tag, ...bytes), contents]);
}

const TRUE = tagged(0x01, Buffer.of(0xff));

function sequence(...parts: readonly Uint8Array[]): Buffer {
    return tagged(0x30, Buffer.concat(parts));
}

function set(...parts: readonly Uint8Array[]): Buffer {
    return tagged(0x31, Buffer.concat(parts));
}

function explicit(number: number, part: Uint8Array): Buffer {
    return tagged(0xa0 + number, part);
}

/** Unsigned; the leading zero keeps it positive. */
function integer(bytes: Uint8Array): Buffer {
    return tagged(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

function octets(contents: Uint8Array): Buffer {
    return tagged(0x04, contents);
}

function bitString(contents: Uint8Array): Buffer {
    return tagged(0x03, Buffer.concat([Buffer.of(0), contents]));
}

function utf8(text: string): Buffer {
    return tagged(0x0c, Buffer.from(text));
}

/** `YYMMDDHHMMSSZ`. */
function utcTime(ms: number): Buffer {
    const digits = new Date(ms).toISOString().replace(/\D/g, "").slice(2, 14);
    return tagged(0x17, Buffer.from(`${digits}Z`));
}

function oid(first: number, second: number, ...rest: readonly number[]): Buffer {
    return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
    const high = value >> 7;
    return high === 0 ? [value] : [...base128(high).map((byte) => byte | 0x80), value & 0x7f];
}

function pem(label: string, der: Uint8Array): string {
    const lines =
        Buffer.from(der)
            .toString("base64")
            .match(/.{1,64}/g) ?? [];
    return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}
