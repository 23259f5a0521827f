import type { Found, PatternRule } from "../pattern.ts";
import { type Connector, connectorAfter, mayBePaired } from "./connector.ts";
import { type JudgedName, JudgedNames } from "./judged-names.ts";
import { leadsNowhere } from "./leads-nowhere.ts";
import { isInRun, type Name, nameEnd, nameStart, withWordBefore } from "./name-around.ts";
import { isPlainBehind } from "./plain-value.ts";
import { opensAtEnd, refolded, unfolded } from "./unfold.ts";
import { valueBefore } from "./value-before.ts";
import { valueSpans } from "./value-spans.ts";

const ANCHORS = [
    "pass",
    "pwd",
    "psw",
    "secret",
    "token",
    "key",
    "cred",
    "cookie",
    "salt",
    "bearer",
    "dsn",
    "connstr",
    "conn_str",
    "tionstr",
    "tion_str",
    "tion-str",
    "tion str",
    "psk",
    "mnemonic",
    "phrase",
    "kennwort",
    "jwt",
    "code",
    "auth",
    'pin"',
    "pin\\",
    "pin:",
    "pin=",
    "otp",
    "shared",
    "_pw",
    'pw"',
    "pw\\",
    "pw:",
    "pw=",
    "routing",
    "macaroon",
    "-pat ",
    "-pat=",
    "_pat=",
    "_pat:",
    '_pat"',
    'Pat"',
    "Pat>",
    'encrypt"',
    "answer",
] as const;

/** "Pass `--dry-run` to see what it would do". */
function isVerb(text: string, name: Name, connector: Connector): boolean {
    return connector.type === "quoted" && text[connector.at] === "`" && /^pass$/i.test(name.text);
}

/** `checksum/secret: …`, as charts annotate pods. */
function isChecksum(text: string, { start }: Name): boolean {
    return text[start - 1] === "/" && /(?:checksum|hash|sha256)\/$/.test(text.slice(Math.max(0, start - 12), start));
}

/** Names that the user calls secret, besides those that are anyway; compared without regard to case. */
export function assignmentRule(userKeys: readonly string[]): PatternRule {
    const keys = new Set(userKeys.filter((key) => key.length >= 3).map((key) => key.toLowerCase()));
    const names = new JudgedNames(keys);
    return {
        id: "secret-assignment",
        anyCase: true,
        severalLines: true,
        anchors: [...new Set([...ANCHORS, ...keys])],
        match(text, at, ended, bytes) {
            const end = nameEnd(bytes, at);
            if (isInRun(bytes, at, end)) return undefined;
            const start = nameStart(bytes, at);
            if (leadsNowhere(bytes, start, end)) return undefined;
            const named = secretNameOf(text, { start, end, text: text.slice(start, end) }, names);
            if (named === undefined) return undefined;
            if (!named.judged.isStrong && isPlainBehind(bytes, named.name.start, end)) return undefined;
            if (isChecksum(text, named.name)) return undefined;
            const lines = unfolded(text, named.name.start, named.name.end, ended);
            const found = lines && refolded(foundBehind(lines.text, movedBy(named, -lines.from), lines.ended), lines);
            return found ?? foundBehind(text, named, ended);
        },
    };
}

function foundBehind(text: string, { name, judged }: Named, ended: boolean): Found {
    if (!ended && (mayBePaired(text, name) || opensAtEnd(text, name.end))) return "more";
    const connector = connectorAfter(text, name);
    if (connector === undefined) return valueBefore(text, name);
    if (isVerb(text, name, connector)) return undefined;
    return valueSpans({ text, ended, name, connector, strong: judged.isStrong, judged });
}

function movedBy({ name, judged }: Named, by: number): Named {
    return { name: { ...name, start: name.start + by, end: name.end + by }, judged };
}

interface Named {
    readonly name: Name;
    readonly judged: JudgedName;
}

function secretNameOf(text: string, name: Name, names: JudgedNames): Named | undefined {
    const judged = names.of(name.text);
    if (judged.isSecret) return { name, judged };
    const wider = withWordBefore(text, name);
    if (wider === undefined) return undefined;
    const widerJudged = names.of(wider.text);
    return widerJudged.isSecret ? { name: wider, judged: widerJudged } : undefined;
}
