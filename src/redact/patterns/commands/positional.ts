import { Buffer } from "node:buffer";
import type { PatternRule } from "../pattern.ts";
import { type Command, commandRule } from "./command-rule.ts";

const WORD = `(?:"[^"\\n]{1,256}"|'[^'\\n]{1,256}'|[^\\s"']{1,256})`;
const FLAGS = `(?:-{1,2}[\\w-]+(?:=\\S{1,256})?[ \\t]+){0,6}`;

/** Commands that take the password at a certain place behind their words. */
const POSITIONAL: readonly Omit<Command, "id">[] = [
    {
        anchors: ["rabbitmqctl"],
        upTo: /rabbitmqctl\s(?:-\S+\s+){0,4}(?:add_user|change_password|authenticate_user)\s+\S{1,128}\s+(?=[^\s-])/,
    },
    {
        anchors: ["mc alias set", "mc config host add"],
        upTo: new RegExp(`mc (?:alias set|config host add)[ \\t]+${WORD}[ \\t]+${WORD}[ \\t]+${WORD}[ \\t]+(?=\\S)`),
    },
    { anchors: ["mc admin user add"], upTo: new RegExp(`mc admin user add[ \\t]+${WORD}[ \\t]+${WORD}[ \\t]+(?=\\S)`) },
    { anchors: ["net use "], upTo: /net use\s+(?:\S:\s+)?\\{2,8}[^\s"']{1,256}\s+(?:\/user:\S{1,128}\s+)?(?=[^\s/])/i },
    { anchors: ["net user "], upTo: /net user\s+[\w.$-]{1,64}\s+(?=[^\s/*|>][^\s]{3})/i },
    { anchors: ["radtest "], upTo: new RegExp(`radtest[ \\t]+${FLAGS}${WORD}[ \\t]+(?=\\S)`) },
    { anchors: ["wpa_passphrase "], upTo: new RegExp(`wpa_passphrase[ \\t]+${WORD}[ \\t]+(?=\\S)`) },
    {
        anchors: ["vault login", "vault operator unseal", "bao login"],
        upTo: new RegExp(
            `(?:vault|bao)[ \\t]+(?:login|operator[ \\t]+unseal)[ \\t]+${FLAGS}(?=[^\\s=-][^\\s=]{7,}=*(?:[\\s"'\\\\]|$))`,
        ),
    },
    { anchors: ["rclone obscure"], upTo: /rclone\s+obscure\s+(?=[^\s-])/ },
    {
        anchors: ["htpasswd "],
        upTo: /htpasswd[ \t]+-(?=\w*b)(?:(?=\w*n)\w+(?:[ \t]+\d+)?|\w+[ \t]+(?:\d+[ \t]+)?[^\s"'-]\S*)[ \t]+(?:\\{0,7}"\\{0,7}"|''|[^\s"']+)[ \t]+(?=[^\s|>;])/,
    },
    { anchors: ["etcdctl "], upTo: /etcdctl\s(?:-\S+\s+){0,6}user\s+add\s+[^\s:"']{1,128}:/ },
    {
        anchors: ["sqlplus ", "sqlldr ", "expdp ", "impdp "],
        endsAt: "@",
        upTo: new RegExp(`\\w+[ \\t]+${FLAGS}["']?[\\w$#.-]{1,128}/(?=[^\\s/"'@]{1,128}(?:@|\\s|["']|$))`),
    },
    { anchors: ["netroot=iscsi:"], endsAt: "@", upTo: /netroot=iscsi:[^\s:@]{1,128}:(?=[^\s@]{1,128}@)/ },
];

/** Lines of files with a password at a certain place. */
const FILES: readonly Omit<Command, "id">[] = [
    { anchors: ["rootpw --plaintext "], upTo: /rootpw --plaintext[ \t]+(?=[^\s-])/ },
    { anchors: [":*:*:", ":*:"], upTo: /:\*:(?:\*:)?[\w*-]{1,63}:(?=[^\s:/*]{4,128}\s*(?:\n|$))/ },
    { anchors: ["BUNDLE_"], upTo: /BUNDLE_[A-Z0-9_]{3,128}(?:: |=)\\{0,7}["']?[\w.@-]{1,64}:(?=[^\s/])/ },
    { anchors: ["nsupdate "], upTo: /nsupdate\s(?:[^\n|;]{0,200}\s)?-y\s+["']?(?:[\w-]{1,32}:)?[\w.-]{1,253}:(?=\S)/ },
    {
        anchors: ['send "'],
        upTo: /send "(?=[^"\\\s]{6,128}\\r")/,
        accepts: (value) => /\d/.test(value) && /[A-Za-z]/.test(value) && !/[/=]/.test(value),
    },
    { anchors: ["influx", ":8086/"], endsAt: "&", upTo: /[^\s?]{0,80}\?[^\s"']{0,200}?[?&]?u=[^\s&"']{1,64}&p=(?=[^\s&])/ },
    { anchors: ["_auth=", "_auth = "], upTo: /_auth ?= ?["']?(?=[A-Za-z0-9+/]{8,}={0,2})/, accepts: isUserAndPassword },
];

function isUserAndPassword(value: string): boolean {
    return /^[\x20-\x7e]+:[\x20-\x7e]+$/.test(Buffer.from(value, "base64").toString("latin1"));
}

/** Behind `radtest USER PASSWORD SERVER PORT`: the secret of the RADIUS server. */
const RADIUS_SECRET: Omit<Command, "id"> = {
    anchors: ["radtest "],
    upTo: new RegExp(`radtest[ \\t]+${FLAGS}(?:${WORD}[ \\t]+){4}(?=\\S)`),
};

/** One rule for each command. */
export function positionalRules(): readonly PatternRule[] {
    return [...POSITIONAL, ...FILES, RADIUS_SECRET].map((command) =>
        commandRule({ anyCase: false, ...command, id: "command-password" }),
    );
}
