import { Buffer } from "node:buffer";
import { beginsAt } from "../edge.ts";
import type { PatternFamily, PatternRule } from "../pattern.ts";

const RUN = /(?:[A-Za-z0-9+/]{4,}(?:\s{0,2}(?=[A-Za-z0-9+/]{40})|\\n)?){1,600}={0,2}/y;
const MIN_RUN = 40;
const MAX_RUN = 40_000;

function encoded(
    id: string,
    anchors: readonly string[],
    isSecret: (bytes: Buffer, text: string) => boolean,
    minimum = MIN_RUN,
): PatternRule {
    return {
        id,
        anchors,
        severalLines: true,
        match(text, at, ended) {
            if (!beginsAt(text, at)) return undefined;
            RUN.lastIndex = at;
            const run = RUN.exec(text)?.[0];
            if (run === undefined || run.length < minimum || !isSecret(Buffer.from(run.slice(0, 512), "base64"), run))
                return undefined;
            const mayGoOn = text.length - at - run.length <= 1 && run.length < MAX_RUN;
            return mayGoOn && !ended ? "more" : { start: at, end: at + run.length };
        },
    };
}

const startsWith = (bytes: Buffer, hex: string, at = 0) => bytes.subarray(at, at + hex.length / 2).toString("hex") === hex;

/** The length bytes of a DER SEQUENCE at the start. */
function derHeader(bytes: Buffer): number {
    if (bytes[0] !== 0x30) return -1;
    const length = bytes[1] ?? 0;
    return length < 0x80 ? 2 : 2 + (length & 0x7f);
}

/** PKCS#8 (version 0, algorithm), PKCS#1 (version 0, modulus), SEC1 (version 1, octets), PKCS#12 (version 3), encrypted PKCS#8 (PBES OID). */
function isDerKey(bytes: Buffer): boolean {
    const at = derHeader(bytes);
    if (at < 0) return false;
    return (
        startsWith(bytes, "02010030", at) ||
        startsWith(bytes, "02010002", at) ||
        startsWith(bytes, "02010104", at) ||
        startsWith(bytes, "02010330", at) ||
        /^30(?:..|8[12]..)+?06092a864886f70d0105/.test(bytes.subarray(at, at + 16).toString("hex")) ||
        /^30..060b2a864886f70d010c/.test(bytes.subarray(at, at + 16).toString("hex"))
    );
}

const der = (hex: string) =>
    Buffer.concat([Buffer.from(hex, "hex"), Buffer.from(Array.from({ length: 64 }, (_, at) => (at * 73 + 41) & 255))]).toString(
        "base64",
    );

export const encodedKeys: PatternFamily = {
    id: "encoded-keys",
    title: "Private keys and key stores as plain base64: DER, PKCS#12, JKS, PEM inside base64",
    source: "RFC 5208, RFC 8017 A.1.2, RFC 5915, RFC 7292 4, JDK sun.security.provider.JavaKeyStore",
    rules: [
        encoded(
            "der-private-key",
            ["MII", "MHcC", "MIGH", "MC4C", "MIGk", "MIGT", "MFMC", "MEcC", "MEgC", "MIHc", "MIHu", "MFEC", "MIG2"],
            isDerKey,
        ),
        encoded(
            "java-keystore",
            ["/u3+7Q", "zs7Ozg"],
            (bytes) => startsWith(bytes, "feedfeed000000") || startsWith(bytes, "cececece000000"),
        ),
        encoded("encoded-pem-key", ["LS0tLS1CRUdJTi"], (bytes) =>
            /^-----BEGIN [A-Z0-9 ]*(?:PRIVATE KEY|SECRET KEY)/.test(bytes.toString("latin1")),
        ),
        encoded("openssh-private-key", ["b3BlbnNzaC1rZXktdjE"], () => true),
        encoded("encoded-age-key", ["QUdFLVNFQ1JFVC1LRVkt"], () => true),
        encoded("encoded-kubeconfig", ["YXBpVmVyc2lvbjogdjEK"], (_, run) =>
            /\n\s*(?:client-key-data|token|password):/.test(Buffer.from(run, "base64").toString("latin1")),
        ),
    ],
    examples: {
        hide: [
            `key: x ⟦${der("30820123020100300d06092a864886f70d010101")}⟧`,
            `keystore.p12 ⟦${der("30820b3f0201033082")}⟧ loaded`,
            `"jks":"⟦${der("feedfeed0000000200000001")}⟧"`,
            `data ⟦${Buffer.from("-----BEGIN RSA PRIVATE KEY-----\nabcdefghijklmnop\n").toString("base64")}⟧`,
        ],
        leave: [
            `ca ${der("3082036430820250a003020102")}`,
            `cert ${Buffer.from("-----BEGIN CERTIFICATE-----\nabcdefghijklmnop\n").toString("base64")}`,
        ],
    },
};
