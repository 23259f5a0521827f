import { isSecretName } from "../../secret-name.ts";
import { lineStart } from "../edge.ts";
import type { Found, PatternRule, Span } from "../pattern.ts";
import { blockScalar } from "./block-scalar.ts";
import { type Connector, connectorAfter, mayBePaired } from "./connector.ts";
import { isHarmless, isProse, isStateWord } from "./harmless.ts";
import { type JudgedName, JudgedNames } from "./judged-names.ts";
import { leadsNowhere } from "./leads-nowhere.ts";
import { looksRandom, looksSecret } from "./looks-random.ts";
import { type Name, nameEnd, nameStart, withWordBefore } from "./name-around.ts";
import { readBare } from "./read-bare.ts";
import { readQuoted, type Value } from "./read-quoted.ts";

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
    "pin:",
    "pin=",
    "otp",
    "shared",
] as const;

/** "Pass `--dry-run` to see what it would do". */
function isVerb(text: string, name: Name, connector: Connector): boolean {
    return connector.type === "quoted" && text[connector.at] === "`" && /^pass$/i.test(name.text);
}

/** `checksum/secret: …`, as charts annotate pods. */
function isChecksum(text: string, { start }: Name): boolean {
    return text[start - 1] === "/" && /(?:checksum|hash|sha256)\/$/.test(text.slice(Math.max(0, start - 12), start));
}

const LINE_START =
    /^(?:[ \t]*(?:export[ \t]+|setx?[ \t]+|declare -x[ \t]+|ENV[ \t]+|ARG[ \t]+|- |\?|\$env:|[#;][ \t]*)?|\d{4}-\d\d-\d\dT[\d:.]+Z[ \t])$/;

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
            const start = nameStart(bytes, at);
            const end = nameEnd(bytes, at);
            if (leadsNowhere(bytes, start, end)) return undefined;
            const named = secretNameOf(text, { start, end, text: text.slice(start, end) }, names);
            if (named === undefined || isChecksum(text, named.name)) return undefined;
            const { name, judged } = named;
            if (!ended && mayBePaired(text, name)) return "more";
            const connector = connectorAfter(text, name);
            if (connector === undefined || isVerb(text, name, connector)) return undefined;
            return valueSpans({ text, ended, name, connector, strong: judged.isStrong, judged });
        },
    };
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

interface Place {
    readonly text: string;
    readonly ended: boolean;
    readonly name: Name;
    readonly connector: Connector;
    readonly strong: boolean;
    readonly judged: JudgedName;
}

function valueSpans(place: Place): Found {
    const { text, connector, strong, ended } = place;
    if (connector.type === "element") return elementSpan(place);
    const block = mayBeBlock(text, connector)
        ? blockScalar(text, connector.at, lineStart(text, place.name.start), ended)
        : undefined;
    if (block !== undefined) return block;
    if (text[connector.at] === "[") return listSpans(place);
    if (text[connector.at] === "{") return wrappedSpan(place);
    const quoted = readQuoted(text, connector.at);
    if (quoted !== undefined) return acceptsQuoted(place, quoted) ? spanOf(quoted) : undefined;
    if (connector.type === "listed" || connector.type === "quoted") return undefined;
    const bare = bareValue(place);
    if (connector.type !== "sentence" && !(strong || looksSecret(bare.text) || (place.judged.isCode && CODE.test(bare.text))))
        return undefined;
    if (isHarmless(bare.text) || /^[{[(]/.test(bare.text) || isNamedAgain(bare.text, place.name)) return undefined;
    if (connector.type === "later")
        return strong && looksRandom(bare.text) && !/[-.:/]/.test(bare.text) ? spanOf(bare) : undefined;
    if (connector.type === "sentence" || connector.type === "word") return isSpokenSecret(place, bare) ? spanOf(bare) : undefined;
    if (strong && connector.type === "colon" && !isPassphrase(bare.text) && isSentence(text, bare, connector)) return undefined;
    return { ...spanOf(bare), ...numberQuote(text, place, bare) };
}

function mayBeBlock(text: string, { type, at }: Connector): boolean {
    return (type === "colon" || type === "pair") && (text[at] === "|" || text[at] === ">");
}

/** Digits that a person types once. */
const CODE = /^\d(?:[\d -]{2,10})\d$/;

/** `--password PASSWORD` of a usage text, `secret key: password` of an event. */
function isNamedAgain(value: string, name: Name): boolean {
    if (/\s/.test(name.text) && /^[a-z][a-z.-]*$/.test(value)) return true;
    if (/^[a-z ]+$/.test(value) && /\s/.test(value) && value.split(/\s+/).every(isStateWord)) return true;
    if (name.text === "PASS" && /^[A-Z][a-z]/.test(value)) return true;
    return /^[A-Z][A-Z_]*$/.test(value) && isSecretName(value);
}

function spanOf({ start, end }: Value): Span {
    return { start, end };
}

function elementSpan({ text, connector, strong }: Place): Span | undefined {
    const match = /^(?:<!\[CDATA\[)?(?:(?!&lt;)[^<\n]|<(?=redacted:))*/.exec(text.slice(connector.at, connector.at + 65_536));
    const opened = match?.[0].startsWith("<![CDATA[") === true ? 9 : 0;
    const raw = (match?.[0] ?? "").slice(opened).replace(/\]\]>.*$/s, "");
    const value = raw.trim();
    if (value === "" || isHarmless(value) || !(strong || looksSecret(value))) return undefined;
    const start = connector.at + opened + raw.indexOf(value);
    return { start, end: start + value.length };
}

const WRAPPED = /\{\s{0,40}(?:\\{0,7}["'])?(?:value|plaintext|plainText|text|secret|data|raw)(?:\\{0,7}["'])?\s{0,4}[:=]\s{0,4}/y;

/** `"password": {"value": "x"}`. */
function wrappedSpan({ text, connector, strong }: Place): Span | undefined {
    WRAPPED.lastIndex = connector.at;
    const match = WRAPPED.exec(text);
    const value = match === null ? undefined : readQuoted(text, connector.at + match[0].length);
    if (value === undefined || isHarmless(value.text) || !(strong || looksSecret(value.text))) return undefined;
    return spanOf(value);
}

/** `["a", "b"]` and Go's `[a b]`. */
function listSpans(place: Place): readonly Span[] | undefined {
    const { text, connector, strong } = place;
    const masked = /^\[([^\]\n"']{0,40})\]/.exec(text.slice(connector.at, connector.at + 44))?.[1];
    if (masked !== undefined && isHarmless(masked)) return undefined;
    const spans: Span[] = [];
    let at = connector.at + 1;
    for (let count = 0; count < 100; count++) {
        while (at < text.length && ", \t".includes(text[at] ?? "")) at++;
        const value = readQuoted(text, at) ?? bareItem(text, at);
        if (value.end === value.start) break;
        if (!isHarmless(value.text) && (strong || looksSecret(value.text))) spans.push(spanOf(value));
        at = value.after;
        if (text[at] === "]") break;
    }
    return spans.length === 0 ? undefined : spans;
}

const OBJECT_NAME = /^(?:[a-z0-9]+(?:[-./:][a-z0-9]+)*|[a-z0-9-]+)$/;

function bareItem(text: string, at: number): Value {
    const item = /^[^\s,\]"'`{}<>[]*/.exec(text.slice(at, at + 4096))?.[0] ?? "";
    return { start: at, end: at + item.length, text: item, quoted: false, after: at + item.length };
}

function acceptsQuoted({ connector, strong, name }: Place, { text: value }: Value): boolean {
    if (!(strong || looksSecret(value) || isPassphrase(value) || (connector.type === "quoted" && isMixed(value)))) return false;
    if (isHarmless(value) || /^[[{]/.test(value)) return false;
    if (!strong) return true;
    if (/^(?:secret|private|access|shared|account)/i.test(name.text) && connector.type === "quoted")
        return !OBJECT_NAME.test(value) || looksSecret(value);
    return !(isProse(value) && value.length > 40);
}

/** `Ab1!x9`: what a person takes for a password. */
function isMixed(value: string): boolean {
    return value.length >= 6 && /\d/.test(value) && /[A-Z!@#$%^&*+=]/.test(value);
}

/** Three words or more, all lower case. */
function isPassphrase(value: string): boolean {
    return /^[a-z]{3,12}(?: [a-z]{3,12}){3,23}$/.test(value) && !isProse(value) && !value.split(" ").some(isStateWord);
}

function bareValue({ text, name, connector, strong, judged: { isPhrase } }: Place): Value {
    const separator = text.slice(name.end, connector.at);
    const before = text[name.start - 1] ?? "";
    const value = readBare(text, connector.at, {
        encoded: /%3[Dd]/.test(separator),
        query: before === "?" || before === "&" || (before === ";" && text.startsWith("amp", name.start - 4)),
    });
    if (connector.type !== "equals" && connector.type !== "colon") return value;
    if (isPhrase || strong) {
        const phrase = words(text, value);
        if (isPhrase || (phrase !== value && isPassphrase(phrase.text))) return phrase;
    }
    return startsLine(text, name.start) ? restOfLine(text, value, connector) : value;
}

function startsLine(text: string, at: number): boolean {
    const before = text.slice(Math.max(0, at - 45), at);
    const newline = before.lastIndexOf("\n");
    return (newline >= 0 || at < 45) && LINE_START.test(before.slice(newline + 1));
}

/** All lower-case words from here on: `passphrase: correct horse battery staple`. */
function words(text: string, value: Value): Value {
    const match = /^[a-z]{2,14}(?:[ -][a-z]{2,14}){2,24}(?![\w=])/.exec(text.slice(value.start, value.start + 400));
    if (match === null || match[0].length <= value.text.length) return value;
    const end = value.start + match[0].length;
    return { ...value, end, text: match[0], after: end };
}

/** What stands alone on its line (dotenv, properties, INI, YAML) may hold blanks. */
function restOfLine(text: string, value: Value, connector: Connector): Value {
    const line = text.slice(value.start, value.start + 4096).split("\n", 1)[0] ?? "";
    const rest = line.replace(/\s+[#;].*$/, "").trimEnd();
    if (rest.length <= value.text.length || /\s[\w.-]+[=:]/.test(rest) || (connector.type === "colon" && isProse(rest)))
        return value;
    if (/["'`,})\]]$/.test(rest) || /^[^\s]+ [&|;>]/.test(rest)) return value;
    return { ...value, end: value.start + rest.length, text: rest, after: value.start + rest.length };
}

/** `password: user not found`, after `: ` in the middle of a line. */
function isSentence(text: string, value: Value, connector: Connector): boolean {
    if (text[connector.at - 1] !== " " || !/^[A-Za-z']+[,.]?$/.test(value.text)) return false;
    const following = text.slice(value.end, value.end + 40);
    return (
        /^,? (?:[a-z]+(?:[ .,:;]|$)|<redacted:)/.test(following) &&
        (isStateWord(value.text) || isProse(value.text + following) || /^[a-z]+$/.test(value.text))
    );
}

/** After `password is`, or just `password`: what has digits or symbols, and what is no English word about a password. */
function isSpokenSecret({ text, connector, strong, name }: Place, value: Value): boolean {
    const said = value.text.replace(/[.!?:]+$/, "");
    if (connector.type === "word") {
        if (/(?:login|user|username)\s+\S+\s+$/i.test(text.slice(Math.max(0, name.start - 80), name.start))) return strong;
        return strong ? looksSecret(said) && !/^[A-Z][a-z]+$/.test(said) : looksRandom(said) && !/[-.:/]/.test(said);
    }
    if (/\d/.test(said) || /[^\w.,'-]/.test(said)) return strong ? said.length >= 4 : looksSecret(said);
    return (
        strong &&
        said.length >= 8 &&
        !/(?:ed|ing|able|ible|ent|ly|al|ive|ous|ect|id|ory|ful|less|ary|ate|ant|ong|ort|ired)$/.test(said)
    );
}

/** A bare JSON number gives way to a string. */
function numberQuote(text: string, { connector }: Place, value: Value): { quote?: string } {
    if (connector.nameQuote === undefined || !/["']$/.test(connector.nameQuote)) return {};
    if (!/^-?\d[\d.eE+-]*$/.test(value.text) || !/^\s*[,}\]\n\r]|^\s*$/.test(text.slice(value.end, value.end + 8))) return {};
    return { quote: connector.nameQuote };
}
