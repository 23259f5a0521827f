import { isSecretName } from "../../secret-name.ts";
import { lineStart } from "../edge.ts";
import type { Found, PatternRule, Span } from "../pattern.ts";
import { bareValue, isPassphrase } from "./bare-value.ts";
import { blockScalar } from "./block-scalar.ts";
import { isOf, LOWER, SPACE } from "./char-class.ts";
import { isExpression } from "./code.ts";
import { namesItsSecret } from "./connection-string.ts";
import { type Connector, connectorAfter, mayBePaired } from "./connector.ts";
import { elementSpan } from "./element-span.ts";
import { isHarmless, isProse } from "./harmless.ts";
import { type JudgedName, JudgedNames } from "./judged-names.ts";
import { leadsNowhere } from "./leads-nowhere.ts";
import { listSpans } from "./list-spans.ts";
import { looksChosen, looksRandom, looksSecret } from "./looks-random.ts";
import { mapSpans, namesSeveral } from "./map-spans.ts";
import { type Name, nameEnd, nameStart, withWordBefore } from "./name-around.ts";
import { nextLines, opensLines } from "./next-lines.ts";
import { isAbout, isClosingQuote, isKeyOfSecret, isNamedAgain } from "./no-value.ts";
import { codesFrom, isOneTimeCode } from "./one-time-code.ts";
import { type Place, spanOf } from "./place.ts";
import { readBare } from "./read-bare.ts";
import { readQuoted, type Value } from "./read-quoted.ts";
import { isAnswer, isSentence, isSpokenSecret } from "./spoken.ts";
import { opensAtEnd, refolded, unfolded } from "./unfold.ts";
import { valueBefore } from "./value-before.ts";
import { withoutUser } from "./without-user.ts";

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
            const start = nameStart(bytes, at);
            const end = nameEnd(bytes, at);
            if (leadsNowhere(bytes, start, end)) return undefined;
            const named = secretNameOf(text, { start, end, text: text.slice(start, end) }, names);
            if (named === undefined || isChecksum(text, named.name)) return undefined;
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

function valueSpans(place: Place): Found {
    const { text, connector, strong, ended, name } = place;
    if (connector.type === "element") return elementSpan(place);
    const block = mayBeBlock(text, connector) ? blockScalar(text, connector.at, lineStart(text, name.start), ended) : undefined;
    if (block !== undefined) return block;
    if (text[connector.at] === "[") return listSpans(place);
    if (text[connector.at] === "{") return inBraces(place);
    const joined = connector.type === "colon" || connector.type === "equals";
    if (joined && opensLines(text, name.start, connector.at))
        return nextLines({ text, ended, strong, name: name.start, at: connector.at, several: namesSeveral(name.text) });
    if (isClosingQuote(place)) return undefined;
    const quoted = readQuoted(text, connector.at);
    if (quoted !== undefined && connector.type === "asked") return isAnswer(place, quoted) ? spanOf(quoted) : undefined;
    if (quoted !== undefined) return acceptsQuoted(place, quoted) ? quotedSpans(place, quoted) : undefined;
    return connector.type === "listed" || connector.type === "quoted" ? undefined : bareSpans(place);
}

function bareSpans(place: Place): Found {
    const { text, connector, strong, judged, name } = place;
    if (!strong && connector.nameQuote !== undefined && isPlainWord(text, connector.at)) return undefined;
    const bare = bareValue(place);
    if (connector.type === "asked") return isAnswer(place, bare) ? spanOf(bare) : undefined;
    const isCode = judged.isCode && isOneTimeCode(bare.text);
    if (judged.isDoubtful && !looksRandom(bare.text)) return undefined;
    const isSaid = connector.type === "sentence" || connector.type === "later";
    if (!isSaid && !strong && !isCode && !looksLikeOne(text, name, bare)) return undefined;
    if (namesItsSecret(name.text, text.slice(bare.start, bare.start + MAX_STRING))) return undefined;
    if (isHarmless(bare.text) || OPENING.test(bare.text) || isNamedAgain(bare.text, name.text)) return undefined;
    if (isExpression(bare.text) || isAbout(place, bare)) return undefined;
    if (connector.type === "later") return laterSpan(bare);
    if (connector.type === "sentence" || connector.type === "word")
        return isSpokenSecret(place, bare) ? [spanOf(bare), ...otherThan(text, bare)] : undefined;
    if (strong && connector.type === "colon" && !isPassphrase(bare.text) && isSentence(place, bare)) return undefined;
    const first = { ...withoutUser(name.text, bare), ...numberQuote(text, place, bare) };
    return [first, ...(isCode && namesSeveral(name.text) ? codesFrom(text, bare.end + 1) : []), ...continued(text, place, bare)];
}

function mayBeBlock(text: string, { type, at }: Connector): boolean {
    return (type === "colon" || type === "pair") && (text[at] === "|" || text[at] === ">");
}

const LONGEST_WORD = 11;

/** A word of lower-case letters, too short to be a secret under a name that leaves it open. */
function isPlainWord(text: string, at: number): boolean {
    let end = at;
    while (end - at <= LONGEST_WORD && isOf(text, end, LOWER)) end++;
    return end > at && end - at <= LONGEST_WORD && isOf(text, end, SPACE);
}

/** Behind `user:` a person's password is enough. */
function looksLikeOne(text: string, name: Name, bare: Value): boolean {
    const { start, end } = withoutUser(name.text, bare);
    const secret = text.slice(start, end);
    return looksSecret(secret) || (start > bare.start && looksChosen(secret));
}

/** What no value without quotes begins with: a list, a map, a mark with blanks in it. */
const OPENING = /^(?:[{[(]|<(?!redacted:)[^>]*$)/;

/** `{value: x}`, or one word alone in braces. */
function inBraces({ text, connector, name, strong }: Place): Found {
    const spans = mapSpans(text, connector.at, name.text, strong);
    if (spans !== undefined) return spans;
    const alone = /^\{([^\s{}:=,"'$%.]{6,128})\}/.exec(text.slice(connector.at, connector.at + 132))?.[1];
    if (alone === undefined || !strong || !looksSecret(alone)) return undefined;
    return { start: connector.at + 1, end: connector.at + 1 + alone.length };
}

/** At least sixteen random chars behind a colon some words later. */
function laterSpan(bare: Value): Span | undefined {
    const said = bare.text.replace(/\.$/, "");
    return looksRandom(said) && !/[-.:/]/.test(said) ? { start: bare.start, end: bare.start + said.length } : undefined;
}

function quotedSpans({ text, name }: Place, quoted: Value): Found {
    return [withoutUser(name.text, quoted), ...changedTo(text, quoted)];
}

/** Terraform's `"old" -> "new"`. */
function changedTo(text: string, { after }: Value): readonly Span[] {
    const next = text.startsWith(" -> ", after) ? readQuoted(text, after + 4) : undefined;
    return next === undefined || isHarmless(next.text) ? [] : [spanOf(next)];
}

/** `expected secret x, got y`. */
function otherThan(text: string, { end }: Value): readonly Span[] {
    const gap = /^,? (?:but )?(?:got|received|actual|not)[:=]? /.exec(text.slice(end, end + 20))?.[0];
    if (gap === undefined) return [];
    const other = readBare(text, end + gap.length, { encoded: false, query: false });
    return looksSecret(other.text) ? [spanOf(other)] : [];
}

const CONTINUED = /\\\r?\n[ \t]*([^\s#][^\n]*?)[ \t\r]*(?:\n|$)/y;

/** The next line, where a properties file breaks one with a backslash. */
function continued(text: string, { connector }: Place, { end }: Value): readonly Span[] {
    if (connector.type !== "equals" && connector.type !== "colon") return [];
    CONTINUED.lastIndex = text[end] === "\\" ? end : end - 1;
    const match = CONTINUED.exec(text);
    if (match === null) return [];
    const start = match.index + match[0].indexOf(match[1] ?? "", match[0].indexOf("\n"));
    return [{ start, end: start + (match[1] ?? "").length }];
}

/** Of a connection string. */
const MAX_STRING = 1024;
const OBJECT_NAME = /^(?:[a-z0-9]+(?:[-./:][a-z0-9]+)*|[a-z0-9-]+)$/;

/** `"puts", "pwd", "quit"`: a word among words, neither the first of two nor a flag. */
function isInList(text: string, name: Name): boolean {
    return /["'`],\s?["'`]$/.test(text.slice(Math.max(0, name.start - 4), name.start));
}

function acceptsQuoted({ text, connector, strong, name, judged }: Place, { text: value }: Value): boolean {
    if (judged.isDoubtful) return looksRandom(value);
    if (judged.isCode && isOneTimeCode(value)) return true;
    if (!(strong || looksSecret(value) || isPassphrase(value) || (connector.type === "quoted" && isMixed(value)))) return false;
    if (namesItsSecret(name.text, value.slice(0, MAX_STRING))) return false;
    if (isHarmless(value) || /^[[{]/.test(value) || isKeyOfSecret(value, name.text)) return false;
    if (connector.type === "listed" && isInList(text, name) && !looksSecret(value)) return false;
    if (connector.type === "listed" && /^[a-z][a-z_-]*$/i.test(value) && isSecretName(value)) return false;
    if (!strong) return true;
    if (/^(?:secret|private|access|shared|account)/i.test(name.text) && connector.type === "quoted")
        return !OBJECT_NAME.test(value) || looksSecret(value);
    return !(isProse(value) && value.length > 40);
}

/** `Ab1!x9`: what a person takes for a password. */
function isMixed(value: string): boolean {
    return value.length >= 6 && /\d/.test(value) && /[A-Z!@#$%^&*+=]/.test(value);
}

/** A bare JSON number gives way to a string. */
function numberQuote(text: string, { connector }: Place, value: Value): { quote?: string } {
    if (connector.nameQuote === undefined || !/["']$/.test(connector.nameQuote)) return {};
    if (!/^-?\d[\d.eE+-]*$/.test(value.text) || !/^\s*[,}\]\n\r]|^\s*$/.test(text.slice(value.end, value.end + 8))) return {};
    return { quote: connector.nameQuote };
}
