import { isBech32 } from "../bech32.ts";
import type { PatternFamily } from "../pattern.ts";
import { prefixFamily } from "../prefix-family.ts";
import { ALPHABETS } from "../sample.ts";

export const secretStores: PatternFamily = prefixFamily({
    id: "secret-stores",
    title: "Vault, Doppler, Infisical, 1Password, Bitwarden, age and other secret stores",
    source: "developer.hashicorp.com/vault and /boundary tokens; age-encryption.org/v1 (C2SP); developer.1password.com service accounts; docs.doppler.com; bitwarden.com/help; infisical.com/docs; pangea.cloud/docs",
    formats: [
        { id: "vault-token", prefixes: ["hvs.", "hvb.", "hvr."], parts: [{ of: "base64url", min: 20, max: 400 }] },
        { id: "doppler-service-token", prefixes: ["dp.st."], parts: [{ of: "dotted", min: 38, max: 80 }] },
        { id: "onepassword-service-account", prefixes: ["ops_eyJ"], parts: [{ of: "base64url", min: 100, max: 2000 }] },
        {
            id: "onepassword-secret-key",
            prefixes: ["A3-"],
            parts: [
                { of: "upper", min: 6 },
                { join: "-", of: "upper", min: 6, max: 11 },
                { join: "-", of: "upper", min: 5 },
                { join: "-", of: "upper", min: 5 },
                { join: "-", of: "upper", min: 5 },
            ],
        },
        {
            id: "infisical-token",
            prefixes: ["st."],
            parts: [
                { of: "hex", min: 24 },
                { join: ".", of: "hex", min: 32 },
                { join: ".", of: "hex", min: 32 },
            ],
        },
        {
            id: "boundary-token",
            prefixes: [...ALPHABETS.base62].map((char) => `at_${char}`),
            parts: [
                { of: "base62", min: 9 },
                { join: "_s1", of: "base58", min: 40, max: 400 },
            ],
        },
        { id: "pangea-token", prefixes: ["pts_"], parts: [{ of: "base32lower", min: 32 }] },
        {
            id: "age-key",
            prefixes: ["AGE-SECRET-KEY-1"],
            parts: [{ of: "upper", min: 40, max: 100 }],
            checkedLength: (run) => (isBech32(run.slice(0, 74)) ? 74 : undefined),
        },
        { id: "age-post-quantum-key", prefixes: ["AGE-SECRET-KEY-PQ-1"], parts: [{ of: "upper", min: 40, max: 2000 }] },
        {
            id: "age-plugin-key",
            prefixes: ["AGE-PLUGIN-"],
            parts: [
                { of: "upper", min: 2, max: 20 },
                { join: "-", of: "upper", min: 20, max: 300 },
            ],
        },
    ],
    leave: [
        "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
        "st.abc",
        "hvs.ts",
        "took 0.4512 s",
        "A3-PAPER-SIZE",
    ],
});
