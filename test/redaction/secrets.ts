import { type Alphabet, sampleOf } from "../../src/redact/patterns/sample.ts";

/** Keys as programs call them. */
export const KEYS = [
    "password",
    "PASSWORD",
    "DB_PASSWORD",
    "db_password",
    "passwd",
    "POSTGRES_PASSWORD",
    "secret_key",
    "SECRET_KEY_BASE",
    "api_key",
    "API_KEY",
    "client_secret",
    "CLIENT_SECRET",
    "access_token",
    "ACCESS_TOKEN",
    "auth_token",
    "private_key",
    "AWS_SECRET_ACCESS_KEY",
    "encryption_key",
    "smtp_password",
    "GITHUB_TOKEN",
    "refresh_token",
    "webhook_secret",
    "jwt_secret",
    "admin_password",
    "pgpassword",
    "rootPassword",
    "signing_key",
] as const;

const SYMBOLS = "!#%*+-.:=?@^_~";

/** A secret of the kind people and programs make, the `at`th of its run. */
export function secretOf(at: number): string {
    const random = (alphabet: Alphabet, length: number) => sampleOf(alphabet, length, at * 31 + length);
    switch (at % 10) {
        case 0:
            return random("base62", 32);
        case 1:
            return random("hex", 40);
        case 2:
            return `${random("base64", 43)}=`;
        case 3:
            return `${random("base62", 9)}${SYMBOLS[at % SYMBOLS.length]}${random("base62", 6)}`;
        case 4:
            return `Summer${2000 + (at % 30)}!`;
        case 5:
            return random("base64url", 24);
        case 6:
            return `hunter${at % 100}`;
        case 7:
            return `${random("hex", 8)}-${random("hex", 4)}-4${random("hex", 3)}-a${random("hex", 3)}-${random("hex", 12)}`;
        case 8:
            return `${random("lower", 5)}-${random("lower", 7)}-${random("lower", 6)}9`;
        default:
            return `P@ss${random("base62", 8)}$`;
    }
}
