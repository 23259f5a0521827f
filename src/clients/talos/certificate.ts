import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { fail, ok, type Problem, type Result } from "../../core/problem.ts";

/** What a talosconfig's client certificate says about its bearer. */
export interface ClientCertificate {
    /** The `O=` of its subject: `os:reader`, `os:operator`, `os:admin`, … */
    readonly roles: readonly string[];
    readonly validFrom: Date;
    readonly validTo: Date;
    /** OIDs of the extended key usage. Talos from 1.12 on takes exactly clientAuth. */
    readonly extendedKeyUsage: readonly string[];
}

const CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

/** Reads the leaf of a PEM certificate. */
export function readClientCertificate(pem: string): Result<ClientCertificate> {
    try {
        const leaf = new X509Certificate(pem);
        return ok({
            roles: leaf.subject.split("\n").flatMap((line) => (line.startsWith("O=") ? [line.slice(2)] : [])),
            validFrom: new Date(leaf.validFrom),
            validTo: new Date(leaf.validTo),
            extendedKeyUsage: leaf.keyUsage ?? [],
        });
    } catch (cause) {
        return fail("credentials", "the talosconfig's client certificate (crt) is not an X.509 certificate in PEM", { cause });
    }
}

/**
 * Why Talos would refuse this certificate, said here because its server cannot: TLS only has "bad certificate" (siderolabs/talos #2110, #12870).
 * Undefined when nothing is wrong with it.
 */
export function certificateProblem(certificate: ClientCertificate, now: Date): Problem | undefined {
    const renew = "make a new one with an admin's talosconfig: talosctl config new --roles os:reader reader.yaml";
    if (certificate.validTo < now)
        return {
            code: "credentials",
            message: `the talosconfig's client certificate expired on ${certificate.validTo.toISOString()}`,
            hint: renew,
        };
    if (certificate.validFrom > now)
        return {
            code: "credentials",
            message: `the talosconfig's client certificate is valid only from ${certificate.validFrom.toISOString()}, this machine's clock says ${now.toISOString()}`,
            hint: "set this machine's clock",
        };
    return undefined;
}

/** Whether Talos 1.12 and newer refuses it: its extended key usage is something else than clientAuth alone (siderolabs/talos #12870). */
export function hasForeignKeyUsage(certificate: ClientCertificate): boolean {
    return certificate.extendedKeyUsage.length !== 1 || certificate.extendedKeyUsage[0] !== CLIENT_AUTH;
}

/**
 * The private key of a talosconfig. Talos labels PKCS#8 as `ED25519 PRIVATE KEY` (siderolabs/crypto, PEMTypeEd25519Private), which OpenSSL 3
 * refuses; the DER inside is standard, so only the label changes.
 */
export function readPrivateKey(pem: string): Result<KeyObject> {
    try {
        return ok(createPrivateKey(pem.replaceAll("ED25519 PRIVATE KEY-----", "PRIVATE KEY-----")));
    } catch {
        return fail("credentials", "the talosconfig's key is not a private key in PEM");
    }
}
