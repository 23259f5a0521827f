import { Buffer } from "node:buffer";
import { beginsAt, lineEnd, standsBefore } from "../edge.ts";
import type { Found, PatternFamily, PatternRule, Span } from "../pattern.ts";
import { isHarmless } from "../shapes/harmless.ts";
import { looksRandom } from "../shapes/looks-random.ts";

const MAX_VALUE = 16_384;
const JOIN = /(?:\\{0,7}["'`])?\]?[ \t]{0,8}(?:[:=]|=>|,|%3[Aa])[ \t]{0,8}(?:\[|\\{0,7}["'`]|\[\\{0,7}["'`]|%20|\+)*/y;
const SCHEME = /^([A-Za-z][\w.-]{0,40})(?: |%20|\+(?=\w))+/;
const PARAMETERS =
    /(?:response|cnonce|nonce|signature|sig|mac|oauth_signature|oauth_token|token|password|client_secret)\\{0,7}=\\{0,7}"?([^"\s,\\]+)/gi;
/** Schemes whose credentials are parameters. */
const SIGNED =
    /^((?:AWS4-|AWS |Digest|Hawk|OAuth|Signature|GoogleLogin|SharedKey|ACS\d|OSS|TC3-|SDK-HMAC|EG1-)[\w-]* )(.*=.*|[\w.-]+:[A-Za-z0-9+/=]{20,}.*)/i;
const BARE = /[^\s"'`\\,;)\]}<>]{1,8192}/y;

/** `Authorization: SCHEME credentials` in whatever a log writes around it: all that follows the scheme. */
const header: PatternRule = {
    id: "authorization-header",
    anchors: ["authorization"],
    anyCase: true,
    match(text, at) {
        JOIN.lastIndex = at + "authorization".length;
        const join = JOIN.exec(text);
        if (join === null) return undefined;
        const start = at + "authorization".length + join[0].length;
        const signed = SIGNED.exec(text.slice(start, Math.min(start + 4096, lineEnd(text, start, 4096))));
        if (signed !== null) return parameters(signed[2] ?? "", start + (signed[1] ?? "").length);
        return credentials(text, start, join[0]);
    },
};

function credentials(text: string, start: number, join: string): Found {
    const end = valueEnd(text, start, join);
    const value = text.slice(start, end);
    const scheme = SCHEME.exec(value);
    if (scheme === null)
        return looksRandom(value) || (value.length >= 20 && !isHarmless(value) && !/\s/.test(value)) ? { start, end } : undefined;
    const [head, name = ""] = scheme;
    const rest = value.slice(head.length);
    if (!isScheme(name) && /\s/.test(rest.trim())) return undefined;
    const secret = /^[^\s,;]+/.exec(rest)?.[0] ?? "";
    if (isHarmless(secret) || secret.length < 4) return undefined;
    return { start: start + head.length, end: start + head.length + secret.length };
}

function isScheme(name: string): boolean {
    return /^(?:basic|bearer|token|apikey|api-key|negotiate|ntlm|kerberos|key|jwt|dpop|splunk|sso-key|genie-?key|bot|private-token|zoho-oauthtoken|sharedaccesssignature|pgp|x-.*)$/i.test(
        name,
    );
}

/** Up to the quote that the value began with, or the end of its line. */
function valueEnd(text: string, start: number, join: string): number {
    const limit = lineEnd(text, start, MAX_VALUE);
    const quote = /\\{0,7}["'`]$/.exec(join)?.[0];
    const line = text.slice(start, limit);
    if (quote !== undefined) {
        const close = quote.length === 1 ? line.search(new RegExp(`(?<!\\\\)${quote}`)) : line.indexOf(quote);
        return close < 0 ? limit : start + close;
    }
    const stop = line.search(/\]|\\+[nr]|["'`](?:\s|,|\)|\]|$)|[}\r]| -(?:[A-Za-z](?![\w-])|-[a-z])| https?:/);
    const outer = standsBefore(text, '"', start) ? line.indexOf('"') : -1;
    const ends = [stop, /=\\{0,7}"\w/.test(line) ? -1 : outer].filter((at) => at >= 0);
    const end = ends.length === 0 ? line.length : Math.min(...ends);
    return start + line.slice(0, end).replace(/\\+$/, "").length;
}

function parameters(rest: string, from: number): readonly Span[] {
    const spans: Span[] = [];
    for (const match of rest.matchAll(PARAMETERS)) {
        const value = match[1] ?? "";
        const start = from + match.index + match[0].length - value.length;
        spans.push({ start, end: start + value.length });
    }
    const shared = /^[\w.-]{1,128}:([A-Za-z0-9+/=]{20,100})/.exec(rest)?.[1];
    if (spans.length === 0 && shared !== undefined)
        spans.push({ start: from + rest.indexOf(shared), end: from + rest.indexOf(shared) + shared.length });
    return spans;
}

/** `Bearer TOKEN` without a header's name. */
const bearer: PatternRule = {
    id: "bearer-token",
    anchors: ["bearer ", "bearer%20", "bearer+", "geniekey ", "ssws ", "splunk ", "apikey "],
    anyCase: true,
    match(text, at) {
        if (!beginsAt(text, at)) return undefined;
        const start = at + (/^[a-z]+(?: |%20|\+)/i.exec(text.slice(at, at + 12))?.[0].length ?? 0);
        if (/^bearer/i.test(text.slice(start, start + 6))) return undefined;
        BARE.lastIndex = start;
        const token = (BARE.exec(text)?.[0] ?? "").replace(/[.:]+$/, "");
        const quoted = /["'`:=]\s?$/.test(text.slice(Math.max(0, at - 2), at));
        if (
            isHarmless(token) ||
            !(
                looksRandom(token) ||
                (token.length >= 8 && /\d/.test(token) && quoted) ||
                (token.length >= 16 && /\d/.test(token) && !/^[a-z]+(?:[-.][a-z0-9]+)*$/.test(token))
            )
        )
            return undefined;
        return { start, end: start + token.length };
    },
};

/** `Basic BASE64` without a header's name, where it is base64 of `user:password`. */
const basic: PatternRule = {
    id: "basic-auth",
    anchors: ["basic ", "basic%20"],
    anyCase: true,
    match(text, at) {
        const start = at + (text[at + 5] === "%" ? 8 : 6);
        const token = /^[A-Za-z0-9+/_-]{6,2048}={0,2}/.exec(text.slice(start, start + 2050))?.[0];
        if (
            token === undefined ||
            !/^[\x20-\x7e\x80-\xff]*:[\x20-\x7e\x80-\xff]*$/.test(atob64(token)) ||
            atob64(token).length < 4
        )
            return undefined;
        return { start, end: start + token.length };
    },
};

/** `"auth": "BASE64"` of a Docker configuration, `_auth=BASE64` of npm's. */
const DOCKER_AUTH = /_?auth\\{0,64}"?\s{0,4}[:=]\s{0,4}\\{0,64}"?([A-Za-z0-9+/]{6,4096}={0,2})/y;

const dockerAuth: PatternRule = {
    id: "docker-auth",
    anchors: ['auth"', "auth\\", "auth:", "_auth=", "_auth ="],
    match(text, at) {
        DOCKER_AUTH.lastIndex = at;
        const match = DOCKER_AUTH.exec(text);
        const token = match?.[1];
        if (match === null || token === undefined || !/^[\x20-\x7e]+:[\x20-\x7e]+$/.test(atob64(token))) return undefined;
        return { start: at + match[0].length - token.length, end: at + match[0].length };
    },
};

const PROTOCOLS = "sec-websocket-protocol";
const NEXT_PROTOCOLS = /sec-websocket-protocol/i;
const MAX_PROTOCOLS = 4096;
/** A token beside the name of a subprotocol, or Kubernetes' own: base64url behind its name. */
const PROTOCOL =
    /(?<=base64url\.bearer\.authorization\.k8s\.io\.)[\w-]{8,4096}|(?<=[\s,"'[])(?!base64url\.bearer\.)[\w.+/=-]{16,4096}(?=[\s,"'\\\]]|$)/g;

/** `Sec-WebSocket-Protocol: bearer, TOKEN`: browsers can send no other header. */
const webSocketProtocol: PatternRule = {
    id: "authorization-header",
    anchors: [PROTOCOLS],
    anyCase: true,
    match(text, at) {
        const from = at + PROTOCOLS.length;
        const rest = text.slice(from, lineEnd(text, from, MAX_PROTOCOLS));
        const next = rest.search(NEXT_PROTOCOLS);
        const line = next < 0 ? rest : rest.slice(0, next);
        return [...line.matchAll(PROTOCOL)].flatMap(({ 0: token, index }) => {
            const isKubernetes = line.slice(Math.max(0, index - 7), index) === "k8s.io.";
            return isKubernetes || looksRandom(token) ? [{ start: from + index, end: from + index + token.length }] : [];
        });
    },
};

function atob64(text: string): string {
    return Buffer.from(text, "base64").toString("latin1");
}

const secret = ["s3cr3t", "Value", "0123456789abcdef"].join("-");
const pair = Buffer.from("app:hunter2-x").toString("base64");

export const authorization: PatternFamily = {
    id: "authorization",
    title: "Authorization headers of every scheme",
    source: "RFC 9110 11.6.2, RFC 7617, RFC 6750, RFC 7616, RFC 4559, AWS Signature Version 4, Hawk",
    rules: [header, bearer, basic, dockerAuth, webSocketProtocol],
    examples: {
        hide: [
            `Authorization: Bearer ⟦${secret}⟧`,
            `> authorization: Basic ⟦${pair}⟧`,
            `{"headers":{"Authorization":["Token ⟦${secret}⟧"]}}`,
            `"msg":"{\\"Authorization\\":\\"ApiKey ⟦${secret}⟧\\"}"`,
            `map[Accept:[*/*] Authorization:[Bearer ⟦${secret}⟧] Host:[x]]`,
            `curl -H 'Authorization: Bearer ⟦${secret}⟧' https://x`,
            `Proxy-Authorization: Negotiate ⟦YIIC0123abcdEFGH4567⟧`,
            `Authorization: Digest username="u", realm="r", nonce="⟦abcdef012345⟧", uri="/", response="⟦6629fae49393a05397450978507c4ef1⟧"`,
            `Authorization: AWS4-HMAC-SHA256 Credential=x/20260101/eu/s3/aws4_request, SignedHeaders=host, Signature=⟦fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024⟧`,
            `Authorization: Hawk id="dh37", ts="1353832234", nonce="⟦j4h3g2⟧", mac="⟦6R4rV5iE+NPoym+WwjeHzjAGXUtLNIxmo1vpMofpLAE=⟧"`,
            `Authorization:[Key ⟦-s0fAf9gn_e9Wd8Mi5EA0wTnbmobjnKiq⟧] Host:[x]`,
            `using bearer ⟦4f3c2d1e0b9a8f7e6d5c4b3a29181706⟧`,
            `sent Basic ⟦${pair}⟧ to proxy`,
            `//npm.example.com/:_auth=⟦${pair}⟧`,
            "Sec-WebSocket-Protocol: bearer, ⟦dHT3jQqnyTbATt6Ud55gdGpKUU2d5udj⟧",
            "Sec-WebSocket-Protocol: base64url.bearer.authorization.k8s.io.⟦ZXlKaGJHY2lPaUpTVXpJMU5pSX0⟧, v4.channel.k8s.io",
            `{"auths":{"ghcr.io":{"auth":"⟦${pair}⟧"}}}`,
        ],
        leave: [
            "Authorization: Bearer ****",
            `"token_type":"Bearer","expires_in":3600`,
            "authorization failed for user admin",
            "unauthorized: authorization: token expired",
            'WWW-Authenticate: Bearer realm="https://auth.docker.io/token",service="registry"',
            "--authorization-mode=Node,RBAC",
            "basic authentication enabled",
            "Sec-WebSocket-Protocol: v4.channel.k8s.io, graphql-transport-ws",
            "ulid=01AVLH5PXLCWE15TNOCYMCSSWS cid=containerd://e8d4aa4e7b7a148d6fd4b796faba8f643fa477ef7fe8d4aa4e7b7a148d6fd4b7",
            "rbac.authorization.k8s.io/v1",
        ],
    },
};
