import { lineEnd } from "../edge.ts";
import type { PatternRule } from "../pattern.ts";
import { isHarmless } from "../shapes/harmless.ts";

const FLAG = `--(?:proxy-)?user|--(?:src-|dest-)?creds`;
const OPTION = new RegExp(
    `^(?:(?:curl|wget|https?|etcdctl)\\s(?:[^|;]*?[\\s"'])?(?:-u|-a|-U|--auth|${FLAG})(?:\\s{1,8}|=|["'],?\\s?["']|(?=\\w))|(?:${FLAG}|["']-u["'])(?:\\s{1,8}|=|["'],?\\s?["']|,\\s?["']))`,
);
const QUOTED_PAIR = /^(["'])([^"':]{0,128}):([^"']{1,256})/;
const BARE_PAIR = /^(\\{0,7}["']?)([^\s"':\\]{0,128}):([^\s"'\\]{1,256})/;
const DIGITS = /^\d{1,6}$/;

/** `-u user:password`, where the part before the colon is the user. */
export const userAndPassword: PatternRule = {
    id: "command-credentials",
    anchors: [
        "curl ",
        "wget ",
        "http ",
        "https ",
        "--user",
        "--proxy-user",
        "--creds",
        "--src-creds",
        "--dest-creds",
        '"-u"',
        "'-u'",
    ],
    match(text, at) {
        const line = ownPart(text.slice(at, lineEnd(text, at, 2048)));
        const option = OPTION.exec(line);
        if (option === null) return undefined;
        const rest = line.slice(option[0].length);
        const pair = BARE_PAIR.exec(rest) ?? QUOTED_PAIR.exec(rest);
        const [all = "", , user = "", password = ""] = pair ?? [];
        if (password === "" || isHarmless(password) || password.startsWith("//")) return undefined;
        if (/^user(?:name)?$/i.test(user) && /^pass(?:word)?$/i.test(password)) return undefined;
        if (DIGITS.test(user) && DIGITS.test(password)) return undefined;
        const start = at + option[0].length + all.length - password.length;
        return { start, end: start + password.length };
    },
};

/** Of the line of a command what stands before the same command again, which is asked by itself. */
function ownPart(line: string): string {
    const name = NAME.exec(line)?.[0];
    const again = name === undefined ? -1 : line.indexOf(name, 1);
    return again < 0 ? line : line.slice(0, again);
}

const NAME = /^\w+ /;
