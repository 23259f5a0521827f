import type { PatternFamily, PatternRule } from "../pattern.ts";
import { isHarmless } from "../shapes/harmless.ts";
import { looksSecret } from "../shapes/looks-random.ts";
import { vendorRule } from "../vendor-rule.ts";

const CHANGED = /password from (["']?)([^\s"']{6,128})\1 to (["']?)([^\s"']{6,128})\3(?=[\s,;.]|$)/diy;

/** `changing password from OLD to NEW`, where one of them is no word. */
const changed: PatternRule = {
    id: "secret-assignment",
    anchors: ["password from "],
    anyCase: true,
    match(text, at) {
        CHANGED.lastIndex = at;
        const found = CHANGED.exec(text)?.indices;
        const spans = [found?.[2], found?.[4]].flatMap((place) =>
            place === undefined ? [] : [{ start: place[0], end: place[1] }],
        );
        const values = spans.map(({ start, end }) => text.slice(start, end));
        return values.some(looksSecret) && !values.some(isHarmless) ? spans : undefined;
    },
};

const pw = ["Yonder", "Trumpet926"].join("");

export const prompts: PatternFamily = {
    id: "prompts",
    title: "Passwords behind the questions of programs, and in sentences about their change",
    source: "gitcredentials(7): requesting credentials; passwd(1)",
    rules: [
        changed,
        vendorRule({
            id: "prompted-password",
            anchors: ["Password for '", "password for '"],
            format: /[Pp]assword for '[^'\n]{1,256}': ([^\s"']{4,256})(?=\s|$)/,
            hides: "group",
            accepts: (value) => !isHarmless(value),
        }),
    ],
    examples: {
        hide: [
            `changing password from ⟦kestrelwalrus⟧ to ⟦${pw}⟧`,
            `Password for 'https://bob@git.example.com': ⟦oysterkestrelquartz⟧`,
        ],
        leave: ["changed state of password from pending to expired", "Password for 'https://bob@git.example.com': "],
    },
};
