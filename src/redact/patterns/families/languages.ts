import { commandRule } from "../commands/command-rule.ts";
import { isWordChar } from "../edge.ts";
import type { PatternFamily, PatternRule } from "../pattern.ts";

/** With the bytes of UTF-8, and of latin1, for what is not ASCII. */
const NAMES =
    /(?:contrase(?:n|\xc3\xb1|\xf1)a|mot de passe|senha|wachtwoord|salasana|heslo|lozinka|parola|adgangskode)["'`]?\s{0,3}(?:[:=]|\xef\xbc\x9a)\s{0,3}(?=\S)/i;

const named = commandRule({
    id: "secret-assignment",
    anchors: ["contrase", "mot de passe", "senha", "wachtwoord", "salasana", "heslo", "lozinka", "parola", "adgangskode"],
    upTo: NAMES,
    accepts: (value) => value.length >= 4,
});

const otherLanguages: PatternRule = {
    ...named,
    match(text, at, ended, bytes) {
        const before = text.charCodeAt(at - 1);
        return isWordChar(before) ? undefined : named.match(text, at, ended, bytes);
    },
};

const pw = ["Jigsaw", "9031!"].join("");

export const languages: PatternFamily = {
    id: "languages",
    title: "The word password in languages that write it with Latin letters; English and German are elsewhere",
    source: "Login forms of Spanish, French, Portuguese, Dutch, Finnish, Czech, Croatian, Italian and Danish systems",
    rules: [otherLanguages],
    examples: {
        hide: [`Mot de passe : ⟦${pw}⟧`, `contrase\u00f1a: ⟦${pw}⟧`, `senha=⟦${pw}⟧ usuario=bob`, `{"wachtwoord": "⟦${pw}⟧"}`],
        leave: ["mot de passe oublie", "senhas: 3", "contrase\u00f1a incorrecta"],
    },
};
