import { isSecretName } from "../../secret-name.ts";
import { valueAt } from "../commands/value-at.ts";
import type { PatternFamily, PatternRule } from "../pattern.ts";

const NAME_LINE = /\? (["']?)([\w.-]{1,80})\1[ \t]*\r?\n[ \t]{0,64}:[ \t]{1,8}(?=\S)/y;
const NAME_ONLY = /\? ["']?[\w.-]{0,80}["']?[ \t]*\r?\n?[ \t]{0,64}:?[^\n]{0,1024}$/y;

/** YAML's explicit pairs: `? password`, and on the next line `: value`. */
const explicitPair: PatternRule = {
    id: "secret-assignment",
    anchors: ["? pass", "? token", "? secret", "? api", "? private", "? access", "? client", "? auth", "? db", "? pwd"],
    anyCase: true,
    severalLines: true,
    match(text, at, ended) {
        NAME_ONLY.lastIndex = at;
        if (!ended && NAME_ONLY.test(text)) return "more";
        NAME_LINE.lastIndex = at;
        const match = NAME_LINE.exec(text);
        return match !== null && isSecretName(match[2] ?? "") ? valueAt(text, NAME_LINE.lastIndex) : undefined;
    },
};

const VALUE_FIRST = /- value: ((["']?)[^\n"']{4,1024}\2)[ \t]*\r?\n[ \t]{1,64}name: ["']?([\w.-]{1,80})["']?[ \t]*(?:\r?\n|$)/y;
const VALUE_ONLY = /- value: [^\n]{0,1100}(?:\n[^\n]{0,200})?$/y;

/** An environment's entry that says its value before its name. */
const valueFirst: PatternRule = {
    id: "secret-assignment",
    anchors: ["- value: "],
    severalLines: true,
    match(text, at, ended) {
        if (!beginsLine(text, at)) return undefined;
        VALUE_ONLY.lastIndex = at;
        if (!ended && VALUE_ONLY.test(text)) return "more";
        VALUE_FIRST.lastIndex = at;
        const match = VALUE_FIRST.exec(text);
        return match !== null && isSecretName(match[3] ?? "") ? valueAt(text, at + "- value: ".length) : undefined;
    },
};

/** Whether nothing but blanks stands before it on its line. */
function beginsLine(text: string, at: number): boolean {
    let start = at;
    while (start > 0 && at - start < MAX_INDENT && (text[start - 1] === " " || text[start - 1] === "\t")) start--;
    return start === 0 || text[start - 1] === "\n";
}

const MAX_INDENT = 64;

const pw = ["Pickle", "5200!"].join("");

export const explicitPairs: PatternFamily = {
    id: "explicit-pairs",
    title: "YAML's explicit pairs, and entries that say their value before their name",
    source: "YAML 1.2.2, 8.2.2 block mappings: l-block-map-explicit-entry; Kubernetes core/v1 EnvVar",
    rules: [explicitPair, valueFirst],
    examples: {
        hide: [`? password\n: ⟦${pw}⟧`, `env:\n- value: ⟦${pw}⟧\n  name: SMTP_PASSWORD\n- name: A`],
        leave: ["? password\nretry: 3", "- value: debug5200\n  name: LOG_LEVEL\n", "is it the same? password: it was"],
    },
};
