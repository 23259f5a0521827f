import { beginsAt, lineEnd } from "../edge.ts";
import type { PatternFamily, PatternRule } from "../pattern.ts";
import { isHarmless } from "../shapes/harmless.ts";

/** What is on the line before a command: nothing but a timestamp. */
const LINE_START = /(?:^|\n)(?:\d{4}-\d\d-\d\d[T ][\d:.,+Z-]{8,40} )?$/;
const PASS = /^PASS ([^\s"'/:.]{6,256})\r?$/;

/** `PASS hunter2` alone on its line. Test runners write `PASS` too, before a path or the name of a test. */
const pass: PatternRule = {
    id: "session-command",
    anchors: ["PASS "],
    match(text, at) {
        if (at > 0 && text[at - 1] !== "\n" && text[at - 1] !== " ") return undefined;
        const value = PASS.exec(text.slice(at, lineEnd(text, at, 300)))?.[1];
        if (value === undefined || !LINE_START.test(text.slice(Math.max(0, at - 64), at))) return undefined;
        if (isHarmless(value) || !/\d/.test(value) || !/[a-z]/i.test(value) || /^[A-Z][a-z]/.test(value)) return undefined;
        return { start: at + 5, end: at + 5 + value.length };
    },
};

const LOGIN = /^LOGIN (?:"[^"\n]{1,128}"|[^\s"]{1,128}) (?:"([^"\n]{4,256})"|([^\s"]{4,256}?))(?:\r?$|(?=\\{0,7}"|\\[rn]))/d;

const TAG = /(?:^|[\s:>])[A-Za-z]{0,4}\d{1,6} $/;

/** `a001 LOGIN bob hunter2`: a tag, the user, the password. */
const imapLogin: PatternRule = {
    id: "session-command",
    anchors: ["LOGIN "],
    match(text, at) {
        if (text[at - 1] !== " " || !TAG.test(text.slice(Math.max(0, at - 16), at))) return undefined;
        const line = text.slice(at, lineEnd(text, at, 600));
        const [start, end] = [1, 2].flatMap((group) => LOGIN.exec(line)?.indices?.[group] ?? []);
        if (start === undefined || end === undefined) return undefined;
        const value = line.slice(start, end);
        return isHarmless(value) || !/[\d!@#$%^&*]/.test(value) ? undefined : { start: at + start, end: at + end };
    },
};

const PAIR =
    /(?:credentials?|creds)["']?\s?[:=]\s{0,3}["']?(?:admin|administrator|root|user|username|guest|operator|postgres|sa|service|superuser|test)\/([^\s"',;/]{4,64})/iy;

/** `credentials: admin/hunter2`; `credentials: msp/db-credentials` names a Secret. */
const credentialsPair: PatternRule = {
    id: "credentials-pair",
    anchors: ["credential", "creds"],
    anyCase: true,
    match(text, at) {
        if (!beginsAt(text, at)) return undefined;
        PAIR.lastIndex = at;
        const match = PAIR.exec(text);
        const value = match?.[1];
        if (match === null || value === undefined || isHarmless(value)) return undefined;
        if (!/[a-z]\d|[!@#$%^&*]/i.test(value) || /-(?:credentials?|secret)/.test(value)) return undefined;
        const end = at + match[0].length;
        return { start: end - value.length, end };
    },
};

export const sessions: PatternFamily = {
    id: "sessions",
    title: "Passwords in sessions of FTP, POP3 and IMAP, and pairs of user and password",
    source: "RFC 959 4.1.1, RFC 1939 7, RFC 3501 6.2.3",
    rules: [pass, imapLogin, credentialsPair],
    examples: {
        hide: [
            "PASS ⟦hunter2⟧",
            "2026-01-01T00:00:00.000000000Z PASS ⟦hunter2⟧",
            "C: a001 LOGIN bob ⟦hunter2⟧",
            'a1 LOGIN "bob" "⟦hunter 2⟧"',
            `{"msg":"C: a001 LOGIN bob ⟦hunter2⟧"}`,
            "credentials: admin/⟦hunter2⟧",
        ],
        leave: [
            "PASS src/app2.test.ts",
            "PASS TestRetries2",
            "PASS 12 of 12",
            "credentials: msp/db-credentials2",
            "user 12 LOGIN accepted from 10.0.0.1 port 22",
        ],
    },
};
