import type { PatternRule } from "../pattern.ts";
import { commandRule } from "./command-rule.ts";

/** The literal behind what SQL dialects call a password. */
export function sqlRules(): readonly PatternRule[] {
    return [
        commandRule({
            id: "sql-password",
            anchors: ["identified by"],
            upTo: /identified\s+by\s+(?:password\s+|values\s+)?(?=\S)/i,
        }),
        commandRule({ id: "sql-password", anchors: ["identified with"], upTo: /identified\s+with\s+\S{1,60}\s+(?:by|as)\s+/i }),
        commandRule({
            id: "sql-password",
            anchors: ["password '", "password e'", "password = '", "password='", "password(", "password n'", "password $"],
            upTo: /password\s*(?:=\s*)?(?:\(\s*)?(?:[en](?='))?(?=['"])/i,
        }),
        commandRule({
            id: "sql-password",
            anchors: ["set password for"],
            upTo: /set\s+password\s+for\s+[^\s=]{1,160}\s*(?:=\s*|to\s+)(?:password\s*\(\s*)?(?=['"])/i,
        }),
        commandRule({
            id: "sql-key",
            anchors: ["pgp_sym_", "aes_encrypt(", "aes_decrypt(", "encryptbypassphrase(", "decryptbypassphrase("],
            upTo: /(?:(?:pgp_sym_(?:en|de)crypt(?:_bytea)?|aes_(?:en|de)crypt)\([^()\n]{1,512},\s*(?=')|(?:en|de)cryptbypassphrase\(\s*N?(?='))/i,
        }),
    ];
}
