import { isPublicDsn } from "../public-dsn.ts";
import { isToken } from "./look.ts";

/**
 * Whether a value under a secret-like name is no secret: empty, a switch, a placeholder that is filled elsewhere, a path or reference to where
 * the secret lies, encrypted, or public by nature.
 */
export function isHarmlessValue(text: string): boolean {
    const value = text.trim();
    return value === "" || value.length > MAX_LENGTH
        ? value === ""
        : SHORT.has(value.toLowerCase()) || isPublicDsn(value) || isToken(value) || HARMLESS.some((form) => form.test(value));
}

const MAX_LENGTH = 64 << 10;

const SHORT: ReadonlySet<string> = new Set(
    "true false yes no on off none null nil undefined enabled disabled required optional default auto always never basic bearer digest rbac plain any all ~ - * n/a".split(
        " ",
    ),
);

const HARMLESS: readonly RegExp[] = [
    // What we hid before, in its quotes, and what closes the list around it.
    /^(["']?)(?:<redacted:[^<>\n]*>)+\1[,;}\])]{0,8}$/,
    // Filled in by a shell, Kubernetes, Go templates, Windows, Flux, Jinja, Ruby.
    /^\$\{[^{}]*\}$|^\$\([\w.-]+\)$|^\$[A-Za-z_]\w*$|^\{\{[^{}]*\}\}$|^%[A-Za-z_]\w*%$|^<%[^%]*%>$|^@[\w.]+@$/,
    // Words that stand for a value in documentation, and what other tools have masked.
    /^<[\w .-]+>$|^\*+$|^[xX]{3,}$|^\.{3}$|^\[?(?:redacted|masked|hidden|REDACTED)\]?$/i,
    // A file: two or more parts, or a name with an extension.
    /^(?:~|\.{1,2})?\/(?:[\w.@-]+\/)+[\w.@-]*$|^(?:\.\/)?[\w-]+\.(?:pem|key|crt|txt|json|ya?ml|env|conf|jks|p12)$|^file:/,
    // A pointer into a store of secrets.
    /^(?:vault:|ref\+|op:\/\/|secretref:|env:|bao:|arn:aws[\w-]*:(?:secretsmanager|ssm|kms):|gcp-secret:|azurekeyvault:|projects\/[\w-]+\/secrets\/|(?:secret|kv|kv-v2)\/[\w./-]+$)/i,
    // SOPS, Ansible Vault, age, PGP, Sealed Secrets, Kubernetes' own encryption at rest.
    /^ENC\[[A-Z0-9_]+,|^\$ANSIBLE_VAULT;|^-----BEGIN (?:AGE ENCRYPTED FILE|PGP MESSAGE)-----|^AgB[A-Za-z0-9+/]{200,}={0,2}$/,
    // Public by nature: certificates, requests, public keys, age recipients.
    /^age1[a-z0-9]{50,}$|^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+|sk-\S+) [A-Za-z0-9+/=]+/,
    /^-----BEGIN (?:(?:TRUSTED |X509 )?CERTIFICATE|(?:NEW )?CERTIFICATE REQUEST|(?:RSA |EC )?PUBLIC KEY|X509 CRL)-----(?![\s\S]*PRIVATE KEY)/,
    /^LS0tLS1CRUdJTiB(?:DRVJUSUZJQ0FUR|QVUJMSUMgS0VZ)(?![\s\S]*UFJJVkFUR)/,
];
