import { lineStart } from "../edge.ts";
import type { PatternRule, Span } from "../pattern.ts";
import { isHarmless } from "../shapes/harmless.ts";
import { valueAt } from "./value-at.ts";

/** The command behind the pipe, up to what tells it. */
const MAX_COMMAND = 300;
const PRINTED =
    /^(?:echo|printf)(?: -\w{1,3}| ["']?%s(?:\\n)?["']?)? (?:(\\{0,7}["'])([^"'|\\]{1,256})\1|([^\s"'|]{1,256})) ?\|[^|]{0,300}$/;

/** `echo PASSWORD | docker login --password-stdin`; of `echo user:PASSWORD | chpasswd`, what follows the colon. */
export const pipedPassword: PatternRule = {
    id: "command-password",
    anchors: [
        "--password-stdin",
        "sudo -S",
        "chpasswd",
        "saslpasswd2",
        "| kinit",
        "|kinit",
        "passwd --stdin",
        "--passphrase-fd",
        "--pw-stdin",
    ],
    match(text, at) {
        if (!text.slice(Math.max(0, at - MAX_COMMAND), at + 1).includes("|")) return undefined;
        const line = text.slice(lineStart(text, at), at + 1);
        const before = line.slice(Math.max(0, line.lastIndexOf("echo "), line.lastIndexOf("printf ")));
        const match = PRINTED.exec(before);
        const printed = match?.[2] ?? match?.[3];
        if (match === null || printed === undefined || isHarmless(printed)) return undefined;
        const user = text.startsWith("chpasswd", at) ? (/^[^\s:]{1,64}:/.exec(printed)?.[0].length ?? 0) : 0;
        const start = at + 1 - before.length + match.index + match[0].indexOf(printed, 5);
        return isHarmless(printed.slice(user)) ? undefined : { start: start + user, end: start + printed.length };
    },
};

/** A here-string or a process's output that a command about passwords or keys reads: `read -s PASSWORD <<< "x"`, `<(echo x)`. */
export const hereString: PatternRule = {
    id: "command-password",
    anchors: ["<<<", "<(echo ", "<(printf "],
    match(text, at): Span | undefined {
        const gap = /^(?:<<<[ \t]{0,4}|<\((?:echo|printf)(?: -\w{1,3}| ["']?%s(?:\\n)?["']?)? )/.exec(
            text.slice(at, at + 40),
        )?.[0];
        if (gap === undefined || text[at - 1] === "<" || text[at + gap.length] === "<") return undefined;
        if (!/pass|pw|secret|token|key|crypt/i.test(text.slice(lineStart(text, at), at))) return undefined;
        return valueAt(text, at + gap.length);
    },
};
