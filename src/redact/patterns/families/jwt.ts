import { Buffer } from "node:buffer";
import { beginsAt, isInsideRun } from "../edge.ts";
import type { PatternFamily, PatternRule } from "../pattern.ts";
import { isByteOf, WORD } from "../shapes/char-class.ts";

/** Header and payload are JSON objects, hence `eyJ` or, with blanks behind the brace, one of four more; a JWE has five parts, a cut-off token may lack its last ones. */
const COMPACT = /e(?:yJ|yAi|wog|woJ|w0K)[\w-]{6,16384}(?:={0,2}(?:\.|%2[Ee])[\w-]{0,65536}={0,2}){1,4}/y;
const ENCODED = /e(?:yJ|yAi|wog|woJ|w0K)[\w+/-]{20,65536}={0,2}/y;
const CREDENTIAL =
    /"(?:auth|auths|password|passwd|secret|token|private_key|client_secret|apiKey|api_key|access_token|refresh_token|identitytoken|k|d)"\s*:/;

const jsonWebToken: PatternRule = {
    id: "jwt",
    anchors: ["eyJ", "eyAi", "ewog", "ewoJ", "ew0K"],
    match(text, at, _, bytes) {
        if (!goesOn(bytes, at) || !beginsAt(text, at) || isInsideRun(text, at)) return undefined;
        COMPACT.lastIndex = at;
        const compact = COMPACT.exec(text);
        if (compact !== null && compact[0].length >= 30 && isHeader(compact[0]))
            return { start: at, end: at + compact[0].replace(/\.+$/, "").length };
        ENCODED.lastIndex = at;
        const encoded = ENCODED.exec(text);
        if (encoded === null || !holdsCredential(decoded(encoded[0]))) return undefined;
        return { start: at, end: at + encoded[0].length };
    },
};

const SHORTEST = 9;

/** Whether so many chars of a token stand there: `eyJ.` does not, and is not worth two regular expressions. */
function goesOn(bytes: Uint8Array, at: number): boolean {
    for (let i = at; i < at + SHORTEST; i++) {
        const byte = bytes[i];
        if (!isByteOf(bytes, i, WORD) && byte !== 43 && byte !== 45 && byte !== 47 && byte !== 95) return false;
    }
    return true;
}

function isHeader(token: string): boolean {
    const header = decoded(token.split(".", 1)[0] ?? "");
    return /"(?:alg|enc|typ|kid|cty|zip|x5t|jku|jwk)"/.test(header) || token.split(".").length >= 3;
}

/** A member with the name of a credential, or Cloudflare's tunnel token: account, tunnel, secret. */
function holdsCredential(json: string): boolean {
    return CREDENTIAL.test(json) || /^\{"a":"[0-9a-f]{32}","t":"[0-9a-f-]{36}","s":"/.test(json);
}

function decoded(base64: string): string {
    return Buffer.from(base64, "base64").toString("latin1");
}

const part = (json: string) => Buffer.from(json).toString("base64url");
const header = part('{"alg":"RS256","kid":"x1"}');
const payload = part('{"iss":"kubernetes/serviceaccount","sub":"system:serviceaccount:msp:default"}');
const signature = "c2lnbmF0dXJlLW9mLXRoaXMtdG9rZW4tMDEyMzQ1Njc4OQ";

export const jwt: PatternFamily = {
    id: "jwt",
    title: "JSON Web Tokens, signed and encrypted, and base64 of JSON with credentials in it",
    source: "RFC 7519, RFC 7515 7.1, RFC 7516 7.1; github.com/cloudflare/cloudflared connection.TunnelToken",
    rules: [jsonWebToken],
    examples: {
        hide: [
            `got ⟦${header}.${payload}.${signature}⟧ from client`,
            `"id_token":"⟦${header}.${payload}.${signature}⟧"`,
            `⟦${part('{"alg":"dir","enc":"A256GCM"}')}..AAECAwQFBgcICQoL.q83vEjRWeJASNFZ4kA.AAECAwQFBgcICQoLDA0ODw⟧`,
            `found ⟦${header}.${payload}⟧`,
            `⟦${part('{ "alg": "HS256" }')}.${payload}.${signature}⟧`,
            `"auths":"⟦${Buffer.from('{\n\t"auths": {\n\t\t"ghcr.io": {}}}').toString("base64")}⟧"`,
            `--token ⟦${part(`{"a":"0123456789abcdef0123456789abcdef","t":"00112233-4455-4677-8899-aabbccddeeff","s":"c2VjcmV0"}`)}⟧`,
            `data ⟦${Buffer.from('{"auths":{"ghcr.io":{"auth":"dXNlcjpwYXNz"}}}').toString("base64")}⟧`,
        ],
        leave: [`continue=${part('{"v":"meta.k8s.io/v1","rv":8123,"start":"pods/msp"}')}`],
    },
};
