import { isExpression } from "./code.ts";
import type { Connector } from "./connector.ts";
import { isHarmless, isProse, isStateWord } from "./harmless.ts";
import { looksSecret } from "./looks-random.ts";
import type { Place } from "./place.ts";
import { type Around, readBare } from "./read-bare.ts";
import type { Value } from "./read-quoted.ts";

const LINE_START =
    /^(?:[ \t]*(?:export[ \t]+|setx?[ \t]+|declare -x[ \t]+|ENV[ \t]+|ARG[ \t]+|- |\?|\$env:|[#;][ \t]*)?|\d{4}-\d\d-\d\dT[\d:.]+Z[ \t])$/;

/** The value without quotes behind a connector: a word, a passphrase, or the rest of a line that is its own. */
export function bareValue(place: Place): Value {
    const { text, name, connector, strong, judged } = place;
    const { isPhrase, isCode } = judged;
    const value = readBare(text, connector.at, around(place));
    if (isPhrase && (connector.type === "flag" || connector.type === "word")) return words(text, value);
    if (connector.type !== "equals" && connector.type !== "colon") return value;
    if (strong && GROUPS.test(value.text)) return grouped(text, value);
    if (isPhrase || strong) {
        const phrase = words(text, value);
        if (isPhrase || (phrase !== value && isPassphrase(phrase.text))) return phrase;
    }
    const alone = !isCode && (strong || !looksSecret(value.text)) && startsLine(text, name.start);
    return alone ? restOfLine(text, value, connector) : value;
}

/** What of the value is enough to refuse it: whether a text looks like a secret is told by its first 256 chars. */
const GLANCE = 512;

/** The first chars of a value without quotes that is longer; undefined of one that is not. Nobody reads to the end of what it refuses. */
export function longBeginning(place: Place): Value | undefined {
    const first = readBare(place.text, place.connector.at, around(place), GLANCE);
    return first.text.length < GLANCE ? undefined : first;
}

function around({ text, name, connector }: Place): Around {
    const before = text[name.start - 1] ?? "";
    return {
        encoded: /%3[Dd]/.test(text.slice(name.end, connector.at)),
        query: before === "?" || before === "&" || (before === ";" && text.startsWith("amp", name.start - 4)),
    };
}

/** Application passwords as WordPress and Google show them: groups of four. */
const GROUPS = /^[A-Za-z0-9]{4}$/;
const GROUPED = /[A-Za-z0-9]{4}(?: [A-Za-z0-9]{4}){3,7}(?![\w=:])/y;

function grouped(text: string, value: Value): Value {
    GROUPED.lastIndex = value.start;
    return GROUPED.test(text) ? widened(value, text.slice(value.start, GROUPED.lastIndex)) : value;
}

function startsLine(text: string, at: number): boolean {
    const before = text.slice(Math.max(0, at - 45), at);
    const newline = before.lastIndexOf("\n");
    return (newline >= 0 || at < 45) && LINE_START.test(before.slice(newline + 1));
}

/** Three words or more, all lower case. */
export function isPassphrase(value: string): boolean {
    return /^[a-z]{3,12}(?: [a-z]{3,12}){3,23}$/.test(value) && !isProse(value) && !value.split(" ").some(isStateWord);
}

/** All lower-case words from here on: `passphrase: correct horse battery staple`. */
function words(text: string, value: Value): Value {
    const match = /^[a-z]{2,14}(?:[ -][a-z]{2,14}){2,24}(?![\w=])/.exec(text.slice(value.start, value.start + 400));
    if (match === null || match[0].length <= value.text.length) return value;
    return widened(value, match[0]);
}

/** What stands alone on its line (dotenv, properties, INI, YAML) may hold blanks. */
function restOfLine(text: string, value: Value, connector: Connector): Value {
    const line = text.slice(value.start, value.start + 4096).split("\n", 1)[0] ?? "";
    const rest = line.replace(/\s+[#;].*$/, "").trimEnd();
    if (rest.length <= value.text.length || !/[ \t]/.test(rest[value.text.length] ?? "")) return value;
    if (/^\d+ [a-z]+/.test(rest)) return value;
    if (/^[$%<{*]/.test(value.text) && isHarmless(value.text)) return value;
    if (isExpression(value.text) || /\s--?[A-Za-z]/.test(rest)) return value;
    if (/\s[\w.-]+[=:]/.test(rest) || (connector.type === "colon" && isProse(rest))) return value;
    if (/["'`,})\]]$/.test(rest) || /^[^\s]+ [&|;>]/.test(rest)) return value;
    return widened(value, rest);
}

function widened(value: Value, text: string): Value {
    const end = value.start + text.length;
    return { ...value, end, text, after: end };
}
