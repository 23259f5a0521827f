import { isWordChar } from "../edge.ts";
import type { PatternFamily, PatternRule, Span } from "../pattern.ts";
import { looksRandom } from "../shapes/looks-random.ts";

const TOKEN = "[\\w~.-]{16,512}";
const PATH = new RegExp(`/[\\w-]{0,40}/(${TOKEN})(?=[\\s"'\`<>?#)\\]},\\\\]|$)`, "y");
const UUID_OR_HEX = /^(?:[0-9a-f]+|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/i;

/** `/reset-password/TOKEN`, `/invite/TOKEN`: who has the address is let in. Digests and UUIDs are names. */
const pathToken: PatternRule = {
    id: "link-token",
    anchors: ["/reset", "/invit", "/magic", "/verif", "/confirm", "/activat", "/unsubscribe", "/accept", "/passwor"],
    anyCase: true,
    match(text, at) {
        PATH.lastIndex = at;
        const match = PATH.exec(text);
        return match === null ? undefined : tokenAt(match[1] ?? "", at + match[0].length);
    },
};

const LINK =
    /link(?: is| sent| for [^\s:]{1,80})?[:=]? {1,3}\\{0,7}["'`<(]?https?:\/\/[^\s"'`<>?#\\]{3,256}(?:\?[^\s"'`<>\\]{0,256}?=|\/)([\w~.-]{16,512})(?=[\s"'`<>&#)\]},\\]|$)/iy;

/** `password reset link: https://…/r/TOKEN`. */
const saidLink: PatternRule = {
    id: "link-token",
    anchors: [" link"],
    anyCase: true,
    match(text, at) {
        LINK.lastIndex = at + 1;
        const match = LINK.exec(text);
        return match === null ? undefined : tokenAt(match[1] ?? "", at + 1 + match[0].length);
    },
};

const PARAMETER = /\w{1,16}=([\w~.%+/-]{16,1024}=*)/y;

/** The parameters of a single sign-on and of addresses that open by themselves, random as they are. */
const parameter: PatternRule = {
    id: "link-token",
    anchors: ["key=", "state=", "code=", "magic=", "code_verifier=", "code_challenge=", "?t=", "&t="],
    match(text, at) {
        const start = isWordChar(text.charCodeAt(at)) ? at : at + 1;
        if (!"?& \t".includes(text[start - 1] ?? " ")) return undefined;
        PARAMETER.lastIndex = start;
        const match = PARAMETER.exec(text);
        return match === null ? undefined : tokenAt(match[1] ?? "", start + match[0].length);
    },
};

function tokenAt(token: string, end: number): Span | undefined {
    return looksRandom(token) && !UUID_OR_HEX.test(token) ? { start: end - token.length, end } : undefined;
}

const token = ["qBeFz5mVWfoasxSR", "ydDfYagmgR3r5sUV"].join("");

export const links: PatternFamily = {
    id: "links",
    title: "Addresses that let in whoever has them: password resets, invitations, single sign-on",
    source: "RFC 6749 4.1, RFC 7636 4.1, OWASP Forgot Password Cheat Sheet",
    rules: [pathToken, saidLink, parameter],
    examples: {
        hide: [
            `https://app.example.com/reset-password/⟦${token}⟧`,
            `"url":"https://app.example.com/invite/⟦${token}⟧"`,
            `magic link: https://app.example.com/r/⟦${token}⟧`,
            `GET /cb?state=⟦${token}⟧&scope=openid HTTP/1.1`,
            `https://hooks.example.com/flux?key=⟦${token}⟧`,
        ],
        leave: [
            "GET /verify/3f1a8c5e7d9b2f4a6c8e0d1b3a5c7e9f HTTP/1.1",
            "/confirm/0b7f3c7e-92f1-4f0a-8a55-0a3b5d1f6c11",
            "state=Running code=0",
            "GET /objects?key=backups/2026/postgres-base.tar.gz",
            "cache miss key=3f1a8c5e7d9b2f4a6c8e0d1b3a5c7e9f",
            "link: https://kubernetes.io/docs/concepts/configuration/secret/",
        ],
    },
};
