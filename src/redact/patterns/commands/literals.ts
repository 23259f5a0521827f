import { lineEnd } from "../edge.ts";
import type { PatternRule, Span } from "../pattern.ts";
import { looksSecret } from "../shapes/looks-random.ts";
import { valueAt } from "./value-at.ts";

const LITERAL = /--from-literal[= ]["']?[\w.-]{1,253}=/y;
const PUT = /(?:vault|bao)[ \t]+(?:kv[ \t]+(?:put|patch)|write)[ \t]/;
const FIELD = /[ \t]([\w.-]{1,128})=/g;

/** `kubectl create secret generic x --from-literal=name=value`: what a Secret will hold, whatever its name, if it may be secret at all. */
export const secretLiteral: PatternRule = {
    id: "command-password",
    anchors: ["--from-literal"],
    match(text, at) {
        LITERAL.lastIndex = at;
        const match = LITERAL.exec(text);
        return match === null ? undefined : secretAt(text, at + match[0].length);
    },
};

/** `vault kv put secret/x name=value`. */
export const vaultFields: PatternRule = {
    id: "command-password",
    anchors: ["vault kv ", "vault write ", "bao kv ", "bao write "],
    match(text, at) {
        const line = text.slice(at, lineEnd(text, at, 2048));
        if (!PUT.test(line.slice(0, 40))) return undefined;
        const spans = [...line.matchAll(FIELD)].flatMap((match) => secretAt(text, at + match.index + match[0].length) ?? []);
        return spans.length === 0 ? undefined : spans;
    },
};

function secretAt(text: string, at: number): Span | undefined {
    const span = valueAt(text, at);
    return span !== undefined && looksSecret(text.slice(span.start, span.end)) ? span : undefined;
}
