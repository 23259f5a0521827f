import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";

/** A certificate with its key. `keyPem` carries the label that Talos writes, which OpenSSL does not know. */
export interface Issued {
    readonly certificatePem: string;
    readonly keyPem: string;
    readonly name: Name;
    readonly key: KeyObject;
}

/** Organisations (Talos' roles) and the common name. */
export interface Name {
    readonly organizations: readonly string[];
    readonly commonName?: string;
}

export interface CertificateRequest {
    readonly name: Name;
    readonly validFrom: Date;
    readonly validTo: Date;
    readonly use: "ca" | "client" | "server" | "client-and-server";
    /** Addresses and DNS names of a server. */
    readonly hosts?: readonly string[];
}

/** An Ed25519 certificate (RFC 5280, RFC 8410) by `issuer`, or self-signed without: node:crypto reads X.509 and does not write it. */
export function issueCertificate(request: CertificateRequest, issuer?: Issued): Issued {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const algorithm = sequence(oid("1.3.101.112"));
    const body = sequence(
        explicit(0, integer(Buffer.from([2]))),
        integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
        algorithm,
        distinguishedName(issuer?.name ?? request.name),
        sequence(time(request.validFrom), time(request.validTo)),
        distinguishedName(request.name),
        publicKey.export({ type: "spki", format: "der" }),
        explicit(3, sequence(...extensions(request))),
    );
    const signature = sign(null, body, issuer?.key ?? privateKey);
    const der = sequence(body, algorithm, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])));
    return {
        certificatePem: pem("CERTIFICATE", der),
        keyPem: pem("ED25519 PRIVATE KEY", privateKey.export({ type: "pkcs8", format: "der" })),
        name: request.name,
        key: privateKey,
    };
}

function extensions({ use, hosts = [] }: CertificateRequest): Buffer[] {
    if (use === "ca") return [extension("2.5.29.19", sequence(tagged(0x01, Buffer.from([0xff]))))];
    const usages = {
        client: ["1.3.6.1.5.5.7.3.2"],
        server: ["1.3.6.1.5.5.7.3.1"],
        "client-and-server": ["1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1"],
    }[use];
    const names = hosts.map((host) => (isIP(host) === 0 ? tagged(0x82, Buffer.from(host)) : tagged(0x87, addressBytes(host))));
    return [
        extension("2.5.29.37", sequence(...usages.map(oid))),
        ...(names.length === 0 ? [] : [extension("2.5.29.17", sequence(...names))]),
    ];
}

function extension(id: string, value: Buffer): Buffer {
    return sequence(oid(id), tagged(0x04, value));
}

function addressBytes(host: string): Buffer {
    if (isIP(host) === 4) return Buffer.from(host.split(".").map(Number));
    const [head = "", tail = ""] = host.split("::");
    const groups = (text: string) => (text === "" ? [] : text.split(":"));
    const zeros = Array<string>(8 - groups(head).length - groups(tail).length).fill("0");
    return Buffer.from([...groups(head), ...zeros, ...groups(tail)].map((group) => group.padStart(4, "0")).join(""), "hex");
}

function distinguishedName({ organizations, commonName }: Name): Buffer {
    const part = (id: string, value: string) => tagged(0x31, sequence(oid(id), tagged(0x0c, Buffer.from(value))));
    return sequence(
        ...organizations.map((value) => part("2.5.4.10", value)),
        ...(commonName === undefined ? [] : [part("2.5.4.3", commonName)]),
    );
}

/** UTCTime up to 2049, as RFC 5280 4.1.2.5 wants it. */
function time(date: Date): Buffer {
    const digits = date
        .toISOString()
        .replace(/\.\d+Z$/, "Z")
        .replace(/[-:T]/g, "");
    return date.getUTCFullYear() < 2050 ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits));
}

function oid(text: string): Buffer {
    const [first = 0, second = 0, ...rest] = text.split(".").map(Number);
    return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
    const bytes = [value & 0x7f];
    for (let left = value >>> 7; left > 0; left >>>= 7) bytes.unshift((left & 0x7f) | 0x80);
    return bytes;
}

function integer(value: Buffer): Buffer {
    return tagged(0x02, value);
}

function explicit(number: number, value: Buffer): Buffer {
    return tagged(0xa0 | number, value);
}

function sequence(...values: readonly Buffer[]): Buffer {
    return tagged(0x30, Buffer.concat(values));
}

function tagged(tag: number, value: Buffer): Buffer {
    const { length } = value;
    const head = length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
    return Buffer.concat([Buffer.from(head), value]);
}

function pem(label: string, der: Buffer): string {
    return `-----BEGIN ${label}-----\n${der.toString("base64").replace(/.{64}(?=.)/g, "$&\n")}\n-----END ${label}-----\n`;
}
