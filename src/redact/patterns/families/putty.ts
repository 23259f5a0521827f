import { lineEnd } from "../edge.ts";
import type { PatternFamily, PatternRule, Span } from "../pattern.ts";
import { sampleOf } from "../sample.ts";

const HEAD = /Private-Lines: (\d{1,3})/y;
/** A line of base64, with the newline before it, real or escaped, and what stands before it on its line. */
const LINE =
    /(?:\r?\n|\\+[rn](?:\\+n)?)(?:[^A-Za-z0-9+/\n]|\d{4}-\d\d-\d\dT[\d:.]+Z std(?:out|err) F ){0,40}([A-Za-z0-9+/]{4,76}={0,2})(?=\s|\\|$)/dy;

/** The lines that `Private-Lines: 2` counts. */
const privateLines: PatternRule = {
    id: "putty-private-key",
    anchors: ["Private-Lines: "],
    severalLines: true,
    match(text, at, ended) {
        HEAD.lastIndex = at;
        const head = HEAD.exec(text);
        if (head === null) return undefined;
        const spans: Span[] = [];
        let from = at + head[0].length;
        for (let left = Number(head[1]); left > 0; left--) {
            LINE.lastIndex = from;
            const [start, end] = LINE.exec(text)?.indices?.[1] ?? [];
            const atEnd = end === undefined ? lineEnd(text, from + 1, 200) >= text.length : end >= text.length;
            if (atEnd && !ended) return "more";
            if (start === undefined || end === undefined) break;
            spans.push({ start, end });
            from = end;
        }
        return spans.length === 0 ? undefined : spans;
    },
};

const [one, two] = [sampleOf("base64", 64, 95), sampleOf("base62", 24, 96)];

export const putty: PatternFamily = {
    id: "putty",
    title: "Private keys of PuTTY",
    source: "PuTTY user manual, appendix C: PPK file format",
    rules: [privateLines],
    examples: {
        hide: [
            `PuTTY-User-Key-File-3: ssh-ed25519\nPublic-Lines: 1\n${two}\nPrivate-Lines: 2\n⟦${one}⟧\n⟦${two}⟧\nPrivate-MAC: 00112233`,
            `"ppk":"Private-Lines: 2\\n⟦${one}⟧\\n⟦${two}⟧\\nPrivate-MAC: 00"`,
            `  Private-Lines: 1\n  ⟦${one}⟧\n`,
        ],
        leave: ["Private-Lines: 2", "Private-Lines: none\nhello"],
    },
};
