import { beginsPublicDsn } from "../../public-dsn.ts";
import type { PatternFamily, PatternRule, Span } from "../pattern.ts";
import { isHarmless } from "../shapes/harmless.ts";
import { looksRandom } from "../shapes/looks-random.ts";

const MAX_AUTHORITY = 2048;
const AUTHORITY = /^[^\s"'<>`\\|^]+/;
const HOST =
    /^(?:\[[0-9a-fA-F:.]+\]|[\w.-]+(?::\d+)?|[\w.-]+(?::\d+)?(?:,[\w.-]+(?::\d+)?)+|(?:tcp|unix|udp)\(|%|$|\$\{|<|[\w.-]*\{)/;

/** `scheme://user:password@host`: the password, from the first colon to the last `@` that a host follows. */
const userinfo: PatternRule = {
    id: "url-credentials",
    anchors: ["://", ":\\/\\/", "%3A%2F%2F", "%3a%2f%2f"],
    match(text, at) {
        const slashes = text[at] === "%" ? 9 : text[at + 1] === "\\" ? 5 : 3;
        const start = at + slashes;
        if (!mayHoldPassword(text, start, slashes === 9)) return undefined;
        const authority = AUTHORITY.exec(text.slice(start, start + MAX_AUTHORITY))?.[0];
        return authority === undefined ? undefined : passwordIn(authority, start, slashes === 9);
    },
};

const NAME_OF_USER = /[^:/?#@%\s"'<>`\\|^]*(?:%(?!3[Aa])[^:/?#@%\s"'<>`\\|^]*)*/y;

/** By the sign behind the user's name, and whether any host's follows. */
function mayHoldPassword(text: string, start: number, encoded: boolean): boolean {
    NAME_OF_USER.lastIndex = start;
    NAME_OF_USER.test(text);
    const sign = text[NAME_OF_USER.lastIndex];
    if (sign !== "@" && sign !== (encoded ? "%" : ":")) return false;
    if (sign === "@" && NAME_OF_USER.lastIndex - start < SHORTEST_TOKEN) return false;
    const rest = text.slice(start, start + MAX_AUTHORITY);
    return encoded ? holdsBefore(rest, "%40", /%2F%2F/i) : rest.includes("@");
}

/** Whether one stands in the text before the other: what comes later belongs to the next URL. */
function holdsBefore(text: string, sign: string, end: RegExp): boolean {
    const to = text.search(end);
    return (to < 0 ? text : text.slice(0, to)).includes(sign);
}

/** See SHORT_TOKEN. */
const SHORTEST_TOKEN = 14;

function passwordIn(authority: string, start: number, encoded: boolean): Span | undefined {
    const separator = encoded ? /%40/g : /@/g;
    const first = authority.search(separator);
    if (first < 0) return undefined;
    const user = /^[^:/?#@%]*(?:%(?!3[Aa])[^:/?#@%]*)*/.exec(authority)?.[0] ?? "";
    const colon = encoded ? /^%3[Aa]/.exec(authority.slice(user.length))?.[0] : authority[user.length] === ":" ? ":" : undefined;
    if (colon === undefined) return lonelyToken(user, authority, start);
    const from = user.length + colon.length;
    const at = lastSeparator(authority, from, encoded ? "%40" : "@");
    if (at === undefined) return undefined;
    const password = authority.slice(from, at);
    if (isHarmless(password) || /^\d{1,5}\//.test(password) || /^\d{1,5}$/.test(user)) return undefined;
    return { start: start + from, end: start + at };
}

/** The last `@` before the path that a host follows; a password may hold `@`, `/` and `#` where nobody encoded it. */
function lastSeparator(authority: string, from: number, separator: string): number | undefined {
    let best: number | undefined;
    for (let at = authority.indexOf(separator, from); at >= 0; at = authority.indexOf(separator, at + 1)) {
        if (!HOST.test(authority.slice(at + separator.length, at + separator.length + 256))) continue;
        if (
            best !== undefined &&
            /[/?#,]/.test(authority.slice(best, at)) &&
            (isHost(authority, best, separator) || !isHost(authority, at, separator))
        )
            break;
        best = at;
    }
    return best;
}

/** A host with a domain or a port, as against any word. */
function isHost(authority: string, at: number, separator: string): boolean {
    return /^(?:localhost|[\w-]+[.:][\w.-]+|\[|[\w-]+$)/.test(
        authority.slice(at + separator.length, at + separator.length + 256),
    );
}

/** Both cases and digits in few chars, no syllables, no dash or dot: nobody's name. */
const SHORT_TOKEN = /^(?!.*[a-z]{5})(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])(?=\D*\d\w*[A-Za-z]\w*\d)[A-Za-z0-9]{14,15}$/;

/** `https://TOKEN@host`: a user name that no person has. */
function lonelyToken(user: string, authority: string, start: number): Span | undefined {
    if (beginsPublicDsn(authority)) return undefined;
    if (authority[user.length] !== "@" || !(looksRandom(user) || SHORT_TOKEN.test(user))) return undefined;
    return { start, end: start + user.length };
}

const GO_HOSTS = ["@tcp(", "@unix(", "@tcp6("];
/** A sign, 64 chars of a user, a colon, 256 of a password. */
const MAX_BEFORE = 323;

/** Go's MySQL driver: `user:password@tcp(host:3306)/db`. */
const goMysql: PatternRule = {
    id: "url-credentials",
    anchors: GO_HOSTS,
    match(text, at) {
        const reach = text.slice(Math.max(0, at - MAX_BEFORE), at);
        const before = reach.slice(Math.max(0, ...GO_HOSTS.map((host) => reach.lastIndexOf(host))));
        const match = /(?:^|[\s"'`=(,])([\w.%+-]{0,64}):([^\s"'`]{1,256})$/.exec(before);
        if (match === null || match[2] === undefined || match[2].includes("//") || isHarmless(match[2])) return undefined;
        return { start: at - match[2].length, end: at };
    },
};

/** Oracle's thin driver: `jdbc:oracle:thin:user/password@//host`. */
const oracleThin: PatternRule = {
    id: "url-credentials",
    anchors: ["oracle:thin:", "oracle:oci:", "oracle:oci8:"],
    match(text, at) {
        const match = /^oracle:\w{3,4}:[\w$#.-]{1,128}\/([^\s"'@]{1,256})@/.exec(text.slice(at, at + 512));
        const password = match?.[1];
        if (match === null || password === undefined || isHarmless(password)) return undefined;
        const end = at + match[0].length - 1;
        return { start: end - password.length, end };
    },
};

const pw = ["hunter2", "Tr0ub4dor"].join("-");

export const urlCredentials: PatternFamily = {
    id: "url-credentials",
    title: "Passwords in URLs and connection strings",
    source: "RFC 3986 3.2.1; libpq 34.1.1.2; MongoDB, Redis, AMQP 0-9-1 URI specifications; go-sql-driver/mysql DSN",
    rules: [userinfo, goMysql, oracleThin],
    examples: {
        hide: [
            `postgres://app:⟦${pw}⟧@db.msp.svc:5432/app?sslmode=disable`,
            `dial mongodb+srv://root:⟦p@ss/w#rd1⟧@a.example.com,b.example.com/?w=1`,
            `redis://:⟦${pw}⟧@redis:6379/0`,
            `"amqp://guest:⟦${pw}⟧@rabbit:5672/%2f"`,
            `jdbc:oracle:thin:app/⟦${pw}⟧@//db:1521/svc`,
            `mysql: app:⟦${pw}⟧@tcp(db:3306)/app`,
            `"url":"https:\\/\\/bot:⟦${pw}⟧@git.example.com\\/x"`,
            `https://⟦9f86d081884c7d659a2feaa0c55ad015⟧@git.example.com/org/repo`,
            "nats://⟦sn5tYmQYGEN79k⟧@nats:4222",
            `https://9f86d081884c7d659a2feaa0c55ad015:⟦1f86d081884c7d659a2feaa0c55ad016⟧@sentry.example.com/42`,
            `next=https%3A%2F%2Fbot%3A⟦${pw}⟧%40git.example.com`,
        ],
        leave: [
            "https://registry.example.com:5000/app@sha256:0123456789abcdef",
            "https://example.com/users?mail=a@b.example.com",
            "git clone ssh://git@github.com:22/org/repo",
            "postgres://app:****@db:5432/app",
            ["postgres://app:$", "{DB_PASSWORD}@db:5432/app"].join(""),
            "http://10.0.0.1:8080/path@v2",
            "ssh://ServiceUser2x1@git.example.com/a",
            "https://9f86d081884c7d659a2feaa0c55ad015@o1.ingest.us.sentry.io/42",
        ],
    },
};
