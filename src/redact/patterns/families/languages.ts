import { Buffer } from "node:buffer";
import { isWordChar } from "../edge.ts";
import type { PatternFamily, PatternRule } from "../pattern.ts";
import { isHarmless } from "../shapes/harmless.ts";
import { looksSecret } from "../shapes/looks-random.ts";

/** The bytes of UTF-8, as texts hold them here. */
const bytesOf = (text: string) => Buffer.from(text, "utf8").toString("latin1");

const LATIN = [
    "contrase",
    "mot de passe",
    "senha",
    "wachtwoord",
    "salasana",
    "heslo",
    "lozinka",
    "parol",
    "adgangskode",
    "passwort",
];
const OTHERS = [
    "пароль",
    "Пароль",
    "ПАРОЛЬ",
    "密码",
    "密碼",
    "パスワード",
    "비밀번호",
    "암호",
    "hasło",
    "Hasło",
    "HASŁO",
    "şifre",
    "Şifre",
    "ŞİFRE",
];

const WORDS = `contrase(?:n|\xc3\xb1|\xf1)a|mot de passe|senha|wachtwoord|salasana|heslo|lozinka|parola?|adgangskode|passwort|${OTHERS.map(bytesOf).join("|")}`;
const SIGN = `\\s{0,3}(?:[:=]|${bytesOf("：")})\\s{0,3}`;
const VERB = `\\s(?:is|ist|es|est|je|jest|er|on|${["é", "è", "это", "是", "は", "는"].map(bytesOf).join("|")})\\s`;
const VALUE = /\\{0,7}["'`]?([\x21\x23-\x26\x28-\x5b\x5d-\x5f\x61-\x7e]{4,256})/.source;
const NAMED = new RegExp(`(?:${WORDS})\\\\{0,7}["'\`]?(?:${SIGN}|(${VERB}))${VALUE}`, "iy");

/** `senha=…`, `пароль: …`, `Passwort ist …`: behind a verb only what looks like a secret. */
function rule(anchors: readonly string[], anyCase: boolean): PatternRule {
    return {
        id: "secret-assignment",
        anchors,
        anyCase,
        match(text, at) {
            if (isWordChar(text.charCodeAt(at - 1))) return undefined;
            NAMED.lastIndex = at;
            const match = NAMED.exec(text);
            const value = match?.[2]?.replace(/[,;)\]}]+$/, "") ?? "";
            if (match === null || value.length < 4 || isHarmless(value)) return undefined;
            if (match[1] !== undefined && !looksSecret(value)) return undefined;
            const start = at + match[0].length - (match[2]?.length ?? 0);
            return { start, end: start + value.length };
        },
    };
}

const pw = ["Jigsaw", "9031!"].join("");

export const languages: PatternFamily = {
    id: "languages",
    title: "The word password in fifteen languages; English is elsewhere",
    source: 'shadow-utils, po/*.po: the translations of "Password: " that login(1) and passwd(1) print',
    rules: [rule(LATIN, true), rule(OTHERS.map(bytesOf), false)],
    examples: {
        hide: [
            `Mot de passe : ⟦${pw}⟧`,
            `contraseña: ⟦${pw}⟧`,
            `senha=⟦${pw}⟧ usuario=bob`,
            `{"wachtwoord": "⟦${pw}⟧"}`,
            `Passwort ist ⟦${pw}⟧`,
            `пароль: ⟦${pw}⟧`,
            `{"msg":"Hasło = ⟦${pw}⟧"}`,
            `密码：⟦${pw}⟧`,
            `비밀번호: ⟦${pw}⟧`,
        ],
        leave: [
            "mot de passe oublie",
            "senhas: 3",
            "contrase\u00f1a incorrecta",
            "Passwort ist abgelaufen",
            "密码: 错误",
            "parolees: many",
        ],
    },
};
