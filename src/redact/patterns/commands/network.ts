import type { PatternRule } from "../pattern.ts";
import { type Command, commandRule } from "./command-rule.ts";

const KIND = `(?:[0-9]{1,2}[ \\t]+(?=\\S))?`;

/** Lines in the configuration of routers, VPN gateways, RADIUS and SNMP, and of what is set up like them. */
const LINES: readonly (Omit<Command, "id"> & { readonly id?: string })[] = [
    {
        id: "snmp-community",
        anchors: ["community"],
        upTo: /community(?:[-_ ]?string)?\\*["']?\s{0,3}(?:[:=]|(?=["']))\s{0,3}(?=\S)/i,
        longest: 255,
        accepts: (value) => value.length >= 6 && /\d/.test(value) && /[a-z]/i.test(value),
    },
    {
        id: "snmp-community",
        anchors: ["snmp-server community", "rocommunity", "rwcommunity", "trapcommunity"],
        upTo: /(?:snmp-server community|r[ow]community6?|trapcommunity)[ \t]+(?=\S)/i,
        accepts: isCommunity,
    },
    {
        id: "snmp-community",
        anchors: ["com2sec"],
        upTo: /com2sec6?[ \t]+\S{1,64}[ \t]+\S{1,128}[ \t]+(?=\S)/i,
        accepts: isCommunity,
    },
    { anchors: ["createuser "], upTo: /createuser[ \t]+(?:-e \S+ )?\S{1,64}[ \t]+(?:MD5|SHA[\w-]{0,8})[ \t]+(?=\S)/i },
    {
        anchors: ["createuser "],
        upTo: /createuser[ \t]+(?:-e \S+ )?\S{1,64}[ \t]+(?:MD5|SHA[\w-]{0,8})[ \t]+(?:"[^"\n]{0,128}"|\S{1,128})[ \t]+(?:DES|AES[\w-]{0,4})[ \t]+(?=\S)/i,
    },
    {
        anchors: ["pre-shared-key "],
        upTo: new RegExp(`pre-shared-key[ \\t]+(?:(?:ascii-text|hexadecimal|local|remote|hex)[ \\t]+)?${KIND}(?=\\S)`, "i"),
    },
    { anchors: ["isakmp key "], upTo: new RegExp(`isakmp key[ \\t]+${KIND}(?=\\S+[ \\t]+(?:address|hostname))`, "i") },
    { anchors: [": eap ", ": xauth ", ": psk "], upTo: /: (?:eap|xauth|psk)[ \t]+(?=\\{0,7}["']|0)/i },
    {
        anchors: ["radius-server ", "tacacs-server "],
        upTo: new RegExp(`(?:radius|tacacs)-server (?:host \\S{1,128} (?:\\S+-port \\d+ ){0,3})?key[ \\t]+${KIND}(?=\\S)`, "i"),
    },
    {
        anchors: ["enable secret", "enable password"],
        upTo: new RegExp(`enable (?:secret|password)[ \\t]+(?:level \\d+ )?${KIND}(?=\\S)`, "i"),
        accepts: (value) => !/^[a-z]{2,10}[.,]?$/i.test(value),
    },
    {
        anchors: ["username "],
        upTo: new RegExp(`username \\S{1,64} (?:privilege \\d{1,2} |role \\S{1,32} )?(?:secret|password) ${KIND}(?=\\S)`, "i"),
        accepts: (value) => /\d|[^\w]/.test(value),
    },
    {
        anchors: ["password 7 ", "password 0 ", "password 5 ", "secret 5 ", "secret 9 "],
        upTo: /(?:password|secret) \d (?=[\w$./]{8})/i,
    },
    {
        anchors: ["plain-text-password-value", "encrypted-password "],
        upTo: /(?:plain-text-password-value|encrypted-password)[ \t]+(?=\S)/i,
    },
    { anchors: ["neighbor "], upTo: new RegExp(`neighbor \\S{1,128} password ${KIND}(?=\\S)`, "i") },
    { anchors: ["/pass"], upTo: /\/pass(?:word)?\s?[:=]\s{0,3}[\w.@-]{1,64}\s?[/:]\s?(?=\S)/i },
    {
        anchors: ["chap password", "pap sent-username"],
        upTo: new RegExp(`(?:chap|pap sent-username \\S{1,64}) password ${KIND}(?=\\S)`, "i"),
    },
    { anchors: ["WIFI:"], anyCase: false, upTo: /WIFI:(?:[A-OQ-Z]:[^;\n]{0,128};){0,4}P:(?=[^;])/ },
    { anchors: ["stats auth "], upTo: /stats auth[ \t]+[^\s:]{1,64}:(?=\S)/i },
    {
        anchors: ["auth-pass "],
        upTo: /sentinel auth-pass[ \t]+\S{1,128}[ \t]+(?=\S)|(?<=sentinel )auth-pass[ \t]+\S{1,128}[ \t]+(?=\S)/i,
    },
    { anchors: ["nickserv :"], upTo: /nickserv :(?:identify|register|ghost \S{1,64}) (?:\S{1,64} (?=\S))?/i },
    {
        anchors: ["::set-output name=", "::add-mask::"],
        upTo: /::(?:add-mask|set-output name=\w*(?:token|secret|password|key)\w*)::(?=\S)/i,
    },
];

function isCommunity(value: string): boolean {
    return value.length >= 4 && !/^(?:public|private)$/i.test(value);
}

/** One rule for each form. */
export function networkRules(): readonly PatternRule[] {
    return LINES.map((line) => commandRule({ id: "device-password", ...line }));
}
