import { lineEnd, lineStart } from "../edge.ts";
import type { Found, PatternRule, Span } from "../pattern.ts";
import { isHarmless } from "../shapes/harmless.ts";
import { refolded, unfolded } from "../shapes/unfold.ts";

const MAX_LINE = 1024;

const HEAD = /^(?:334 UGFzc3dvcmQ6|\w+)/;

/** The same in lines that are marks in a JSON string, or that a log has stamped. */
function inLines(match: (text: string, at: number, ended: boolean) => Found): PatternRule["match"] {
    return (text, at, ended) => {
        const lines = unfolded(text, at, at + (HEAD.exec(text.slice(at, at + 24))?.[0].length ?? 0), ended);
        const found = lines && refolded(match(lines.text, at - lines.from, lines.ended), lines);
        return found === undefined || (Array.isArray(found) && found.length === 0) ? match(text, at, ended) : found;
    };
}

/** Mail and FTP servers ask on one line, and the password is the next: RFC 4954 4, RFC 959 4.2. */
export const askedPassword: PatternRule = {
    id: "session-command",
    anchors: ["334 UGFzc3dvcmQ6", "331 "],
    severalLines: true,
    match: inLines((text, at, ended): Found => {
        const end = lineEnd(text, at, MAX_LINE);
        const next = lineEnd(text, end + 1, MAX_LINE);
        if (!ended && next >= text.length) return "more";
        const answer = /^(?:(?:[CS>]: ?|\d{4}-\S+Z )?)(PASS )?([^\s]{4,512})[ \t]*\r?$/.exec(text.slice(end + 1, next));
        if (answer === null || (text[at + 2] === "1" && answer[1] === undefined)) return undefined;
        const [all = "", , value = ""] = answer;
        if (isHarmless(value) || (text[at + 2] === "4" && !/^[A-Za-z0-9+/]+={0,2}$/.test(value))) return undefined;
        const start = end + 1 + all.lastIndexOf(value);
        return { start, end: start + value.length };
    }),
};

const LIST = /chpasswd:[ \t]*\r?\n(?:[ \t]+expire:[^\n]{0,20}\n)?[ \t]+list:[ \t]*[|>][-+]?[ \t]*\r?\n/y;
const ITEM = /[ \t]+([\w.-]{1,64}):([^\s][^\n]{0,256}?)[ \t\r]*(?:\n|$)/y;
const MAX_USERS = 200;

/** cloud-init's `chpasswd: {list: |` with `user:password` on each line, also as one string with `\n`. */
export const passwordList: PatternRule = {
    id: "password-list",
    anchors: ["chpasswd:"],
    severalLines: true,
    match: inLines((text, at, ended): Found => {
        if (!ended && text.length - at < 64) return "more";
        LIST.lastIndex = at;
        const list = LIST.exec(text);
        if (list === null) return undefined;
        const indent = text.slice(lineStart(text, at), at).length;
        const spans: Span[] = [];
        ITEM.lastIndex = at + list[0].length;
        for (let item = ITEM.exec(text); item !== null && spans.length < MAX_USERS; item = ITEM.exec(text)) {
            if (/^[ \t]*/.exec(item[0])?.[0].length === indent) break;
            const end = item.index + item[0].trimEnd().length;
            const value = item[2] ?? "";
            if (!isHarmless(value)) spans.push({ start: end - value.length, end });
            if (!ended && ITEM.lastIndex >= text.length) return "more";
        }
        return spans;
    }),
};
