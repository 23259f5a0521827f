import type { Found, Span } from "../pattern.ts";
import { bareValue, isPassphrase, longBeginning } from "./bare-value.ts";
import { isOf, LOWER, SPACE } from "./char-class.ts";
import { isExpression } from "./code.ts";
import { namesItsSecret } from "./connection-string.ts";
import { isHarmless } from "./harmless.ts";
import { looksChosen, looksRandom, looksSecret } from "./looks-random.ts";
import { namesSeveral } from "./map-spans.ts";
import type { Name } from "./name-around.ts";
import { isAbout, isBetweenColons, isNamedAgain } from "./no-value.ts";
import { codesFrom, isOneTimeCode } from "./one-time-code.ts";
import { type Place, spanOf } from "./place.ts";
import { readBare } from "./read-bare.ts";
import type { Value } from "./read-quoted.ts";
import { isAnswer, isSentence, isSpokenSecret } from "./spoken.ts";
import { withoutUser } from "./without-user.ts";

/** What is secret of the value without quotes behind a connector: that, and what else its line says. */
export function bareSpans(place: Place): Found {
    const { text, connector, strong, judged, name } = place;
    if (!strong && connector.nameQuote !== undefined && isPlainWord(text, connector.at)) return undefined;
    if (isBetweenColons(place)) return undefined;
    const isSaid = connector.type === "sentence" || connector.type === "later";
    const mayBeOpen = strong || isSaid || judged.isPhrase || connector.type === "asked";
    const long = mayBeOpen ? undefined : longBeginning(place);
    if (long !== undefined && !(judged.isDoubtful ? looksRandom(long.text) : looksLikeOne(text, name, long))) return undefined;
    const bare = bareValue(place);
    if (connector.type === "asked") return isAnswer(place, bare) ? spanOf(bare) : undefined;
    const isCode = judged.isCode && isOneTimeCode(bare.text);
    if (judged.isDoubtful && !looksRandom(bare.text)) return undefined;
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

/** Of a connection string. */
const MAX_STRING = 1024;

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

/** At least sixteen random chars behind a colon some words later. */
function laterSpan(bare: Value): Span | undefined {
    const said = bare.text.replace(/\.$/, "");
    return looksRandom(said) && !/[-.:/]/.test(said) ? { start: bare.start, end: bare.start + said.length } : undefined;
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

/** A bare JSON number gives way to a string. */
function numberQuote(text: string, { connector }: Place, value: Value): { quote?: string } {
    if (connector.nameQuote === undefined || !/["']$/.test(connector.nameQuote)) return {};
    if (!/^-?\d[\d.eE+-]*$/.test(value.text) || !/^\s*[,}\]\n\r]|^\s*$/.test(text.slice(value.end, value.end + 8))) return {};
    return { quote: connector.nameQuote };
}
