import { lineEnd } from "../edge.ts";
import type { PatternRule, Span } from "../pattern.ts";
import { looksSecret } from "../shapes/looks-random.ts";
import { valueAt } from "./value-at.ts";

const LITERAL = /--from-literal[= ]["']?[\w.][\w.-]{0,252}=/y;
const PUT = /(?:vault|bao)[ \t]+(?:kv[ \t]+(?:put|patch)|write)[ \t]/;
/** The next such command, which is asked by itself. */
const NEXT_PUT = /(?:vault|bao) (?:kv [ \t]*(?:put|patch)[ \t]|write )/;
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
        if (!PUT.test(text.slice(at, at + 40))) return undefined;
        const rest = text.slice(at, lineEnd(text, at, 2048));
        const next = rest.slice(1).search(NEXT_PUT);
        const line = next < 0 ? rest : rest.slice(0, next + 1);
        const spans = [...line.matchAll(FIELD)].flatMap((match) => secretAt(text, at + match.index + match[0].length) ?? []);
        return spans.length === 0 ? undefined : spans;
    },
};

function secretAt(text: string, at: number): Span | undefined {
    const span = valueAt(text, at);
    return span !== undefined && looksSecret(text.slice(span.start, span.end)) ? span : undefined;
}
