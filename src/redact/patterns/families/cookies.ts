import { lineEnd, standsBefore } from "../edge.ts";
import type { PatternFamily, PatternRule, Span } from "../pattern.ts";
import { isHarmless } from "../shapes/harmless.ts";
import { looksRandom } from "../shapes/looks-random.ts";

const MAX_VALUE = 16_384;
const JOIN = /s?(?:\\{0,7}["'`])?\]?[ \t]{0,4}(?::|=>|=)[ \t]{0,4}(?:\[|\\{0,7}["'`])*/y;
const ATTRIBUTES = /^(?:path|expires|max-age|domain|samesite|secure|httponly|priority|partitioned|version|comment)$/i;
const PLAIN = /^(?:[a-z]{1,12}|[a-z]{2}[-_][A-Z]{2}|\d{1,4}|[a-z]+\/[a-z_]+)$/i;

/** `Cookie: a=b; c=d` and `Set-Cookie: a=b; Path=/`: the values, but those that are plain words such as `theme=dark`. */
const cookie: PatternRule = {
    id: "cookie",
    anchors: ["cookie"],
    anyCase: true,
    match(text, at) {
        JOIN.lastIndex = at + "cookie".length;
        const join = JOIN.exec(text);
        if (join === null) return undefined;
        const start = at + "cookie".length + join[0].length;
        const quote = /\\{0,7}["'`]$/.exec(join[0])?.[0];
        const line = text.slice(start, headerEnd(text, start));
        return values(line.slice(0, endOf(line, quote, standsBefore(text, '"', at))), start);
    },
};

const NEXT = /cookies?["'`]?:/gi;

/** The end of the line, or where the next header begins: that one has its own turn, and a line full of them stays linear. */
function headerEnd(text: string, start: number): number {
    const end = lineEnd(text, start, MAX_VALUE);
    NEXT.lastIndex = start;
    const next = NEXT.exec(text.slice(0, end));
    return next === null ? end : next.index;
}

const SESSION = /(?:sess(?:ion)?_?id|_session|connect\.sid|sessid)(?:=|%3D)(?:"|%22)?((?:[\w.+/-]|%[0-9A-Fa-f]{2}){16,2048}=*)/iy;

/** `PHPSESSID=…` outside a header; a UUID may be the id of anything. */
const session: PatternRule = {
    id: "session-cookie",
    anchors: ["sessionid=", "session_id=", "sessid=", "_session=", "connect.sid="],
    anyCase: true,
    match(text, at) {
        SESSION.lastIndex = at;
        const match = SESSION.exec(text);
        const value = match?.[1];
        if (match === null || value === undefined || /^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(value) || !looksRandom(value))
            return undefined;
        const start = at + match[0].indexOf(value);
        return { start, end: start + value.length };
    },
};

/** Under a name in JSON or YAML an id of hex is one of many ids; one of letters of both cases and digits lets its holder in. */
const NAMED_SESSION =
    /(?:sess(?:ion)?_?id|_?csrf|xsrf|sid)(?:_?token)?\\{0,7}["']?\s?:\s?\\{0,7}["']?([\w.+/-]{20,512}={0,2})(?=[\s"'\\,;}]|$)/iy;

const namedSession: PatternRule = {
    id: "session-cookie",
    anchors: ["sessionid", "session_id", "sessid", "csrf", "xsrf", "connect.sid"],
    anyCase: true,
    match(text, at) {
        NAMED_SESSION.lastIndex = text[at + 7] === "." ? at + 8 : at;
        const match = NAMED_SESSION.exec(text);
        const value = match?.[1] ?? "";
        if (match === null || !/[A-Z]/.test(value) || !/[a-z]/.test(value) || !/\d/.test(value) || isHarmless(value))
            return undefined;
        const end = NAMED_SESSION.lastIndex;
        return looksRandom(value) || /^_?csrf/i.test(match[0]) ? { start: end - value.length, end } : undefined;
    },
};

const COOKIE_MAP = /cookies\\{0,7}["']\s?:\s?\{([^{}\n]{1,4096})\}/iy;
const COOKIE = /\\{0,7}["'][\w.-]{1,60}\\{0,7}["']\s?:\s?\\{0,7}["']([^"'\\\s]{16,4096})\\{0,7}["']/g;

/** `"cookies":{"session":"…"}`: the values that are random. */
const cookieMap: PatternRule = {
    id: "cookie",
    anchors: ['cookies"', "cookies\\", "cookies'"],
    anyCase: true,
    match(text, at) {
        COOKIE_MAP.lastIndex = at;
        const match = COOKIE_MAP.exec(text);
        if (match === null) return undefined;
        const from = COOKIE_MAP.lastIndex - 1 - (match[1]?.length ?? 0);
        return [...(match[1] ?? "").matchAll(COOKIE)].flatMap((one) => {
            const value = one[1] ?? "";
            const start = from + one.index + one[0].lastIndexOf(value);
            return looksRandom(value) ? [{ start, end: start + value.length }] : [];
        });
    },
};

function endOf(line: string, quote: string | undefined, inString: boolean): number {
    const end =
        quote !== undefined ? line.indexOf(quote) : line.search(inString ? /["\]\r]|\\[nr"]/ : /[\]\r]|['"](?:\s|$)|\\[nr]/);
    return end < 0 ? line.length : end;
}

function values(line: string, from: number): readonly Span[] | undefined {
    const spans: Span[] = [];
    let at = 0;
    for (const part of line.split(/([;,&]\s?|\s(?=[\w.-]{1,60}=))/)) {
        const pair = /^\s*([^=\s]{1,200})=(.*)$/s.exec(part);
        const value = pair?.[2]?.trimEnd() ?? "";
        if (pair !== null && value !== "" && !ATTRIBUTES.test(pair[1] ?? "") && !PLAIN.test(value) && !isHarmless(value)) {
            const start = from + at + part.indexOf("=") + 1 + (/^"/.test(value) ? 1 : 0);
            const end = from + at + part.indexOf("=") + 1 + value.length - (/"$/.test(value) ? 1 : 0);
            if (end - start >= 6 && !/\s/.test(value)) spans.push({ start, end });
        }
        at += part.length;
    }
    return spans.length === 0 ? undefined : spans;
}

export const cookies: PatternFamily = {
    id: "cookies",
    title: "Cookies that are sent and set",
    source: "RFC 6265 4.1, 4.2",
    rules: [cookie, session, namedSession, cookieMap],
    examples: {
        hide: [
            "Cookie: sessionid=⟦38afes7a8x91kd⟧; theme=dark; csrftoken=⟦u32t4o3tb3gg43⟧",
            '"Set-Cookie":["SID=⟦31d4d96e407aad42⟧; Path=/; HttpOnly; SameSite=Lax"]',
            "session_id: ⟦PXshvBcCQ2tdwJiqA2hd7nrXaDoRcB4i⟧",
            `{"cookies":{"lang":"de","session":"⟦PXshvBcCQ2tdwJiqA2hd7nrXaDoRcB4i⟧"}}`,
            "cookie: ⟦⟧lang=en; connect.sid=⟦s%3Aj7ks8d9f0a1b2c3d⟧".replace("⟦⟧", ""),
        ],
        leave: [
            "session_id: 5c7a1f0e9d8b4c3a2f1e0d9c8b7a6f5e",
            `{"cookies":{"theme":"dark"}}`,
            "csrf: disabled for all of the api routes",
            "Cookie: theme=dark; lang=en-US",
            "cookie jar is empty",
            "Set-Cookie: ; Path=/; Max-Age=0",
        ],
    },
};
