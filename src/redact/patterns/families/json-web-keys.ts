import { lineEnd, lineStart } from "../edge.ts";
import type { PatternFamily, PatternRule, Span } from "../pattern.ts";
import { sampleOf } from "../sample.ts";

const MAX_KEY = 4096;
/** The private members of RSA, EC, OKP and symmetric keys, in JSON that may itself stand in a JSON string. */
const PRIVATE = /(?:^|[,{\s])\\{0,7}"(?:d|p|q|dp|dq|qi|k|priv)\\{0,7}"\s{0,4}:\s{0,4}\\{0,7}"([\w-]{20,2048})={0,2}\\{0,7}"/dg;

/** The private members of the object around `"kty"`, as far as it stands on one line: from brace to brace, or to the next key. */
const privateMembers: PatternRule = {
    id: "json-web-key",
    anchors: ['"kty', '\\"kty'],
    match(text, at) {
        const line = lineStart(text, at);
        const before = text.slice(line, at);
        const from = line + Math.max(before.lastIndexOf("{"), before.lastIndexOf("kty"), 0);
        const behind = text.slice(at + 5, lineEnd(text, at, MAX_KEY));
        const stop = behind.search(/\}|kty/);
        const end = at + 5 + (stop < 0 ? behind.length : stop);
        const spans: Span[] = [];
        for (const match of text.slice(from, end).matchAll(PRIVATE)) {
            const [start, stop] = match.indices?.[1] ?? [0, 0];
            spans.push({ start: from + start, end: from + stop });
        }
        return spans.length === 0 ? undefined : spans;
    },
};

const pub = sampleOf("base62", 43, 91);
const key = sampleOf("base62", 43, 92);

export const jsonWebKeys: PatternFamily = {
    id: "json-web-keys",
    title: "Private members of JSON Web Keys",
    source: "RFC 7517 4.1, RFC 7518 6.2.2, 6.3.2 and 6.4.1, RFC 8037 2",
    rules: [privateMembers],
    examples: {
        hide: [
            `{"kty":"EC","crv":"P-256","x":"${pub}","y":"${pub}","d":"⟦${key}⟧","kid":"k1"}`,
            `{"keys": [{"k": "⟦${key}⟧", "kty": "oct", "alg": "HS256"}]}`,
            `"msg":"{\\"kty\\":\\"OKP\\",\\"crv\\":\\"Ed25519\\",\\"d\\":\\"⟦${key}⟧\\"}"`,
        ],
        leave: [
            `{"kty":"RSA","n":"${pub}${pub}","e":"AQAB","kid":"${pub}","x5t":"${pub}"}`,
            `{"kty":"EC","crv":"P-256","x":"${pub}","y":"${pub}"}`,
        ],
    },
};
