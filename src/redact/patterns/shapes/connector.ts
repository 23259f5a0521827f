import { APART, BLANK, isOf, LOWER, NAME, QUOTE as QUOTE_SIGN, WORD } from "./char-class.ts";
import type { Name } from "./name-around.ts";

/**
 * How a name and its value are joined.
 * - `colon`, `equals`: `password: x`, `password=x`, `:password => x`, `password%3Dx`
 * - `listed`: `("password", "x")`, `["--password", "x"]`, `setPassword("x")`: only quoted values follow
 * - `element`: `<password>x</password>`
 * - `pair`: `name: DB_PASSWORD, value: x`
 * - `sentence`: `password is x`; `quoted`: `password "x"`; `flag`: `--password x`; `word`: `password x`
 * - `later`: `password for the first login: x`, only for random values; `asked`: `password for bob: x`, where nothing else follows
 */
export interface Connector {
    readonly type:
        | "colon"
        | "equals"
        | "listed"
        | "element"
        | "pair"
        | "sentence"
        | "quoted"
        | "flag"
        | "word"
        | "later"
        | "asked";
    /** Where the value begins, its quotes included. */
    readonly at: number;
    /** The quote behind the name, with its backslashes. */
    readonly nameQuote?: string;
}

const QUOTE = "\\\\{0,7}[\"'`]|&quot;|&#3[49];|%22";
const SEPARATOR = new RegExp(
    `(?: (?:value|string|text|contents?|#?\\d{1,2})(?=[:=]))?(${QUOTE})?\\]?[ \\t]{0,24}(={1,3}>|:=|-{1,2}>|\\xe2\\x86\\x92|\\xef\\xbc\\x9a|::(?=[ \\t])|[!=]==?(?=[ \\t]{0,4}["'])|[:=](?![:=~])|%3[DdAa]|\\\\{1,4}u003[dDaA]|&#61;|=3D)[ \\t]{0,40}(?:\\[\\d+\\][ \\t])?`,
    "y",
);
const LISTED = new RegExp(`(?:(${QUOTE})[ \\t]{0,4}[, ][ \\t]{0,40}|\\()(?=(?:${QUOTE}))`, "y");
/** Erlang's and Elixir's `{password, <<"x">>}`. */
const TUPLED = /,[ \t]{0,4}(?:<<)?(?=\\{0,7}["'])/y;
/** Arguments in the kernel's audit log: `a1="--password" a2="x"`. */
const AUDITED = /\\{0,7}" a\d{1,3}=(?=\\{0,7}")/y;
/** PHP's `s:8:"password";s:7:"hunter2";`. */
const SERIALIZED = /\\{0,7}";s:\d{1,6}:(?=\\{0,7}")/y;
/** Terraform's `variable "password" {` and its default. */
const VARIABLE = /\\{0,7}"[ \t]{0,4}\{[^{}]{0,300}?(?:default|value)[ \t]{0,40}=[ \t]{0,4}(?=\\{0,7}")/y;
/** A part of a form: `name="password"`, its headers, an empty line, the value. */
const FORM_PART =
    /\\{0,7}"(?:;[^\r\n]{0,200})?[ \t]{0,64}\r?\n(?:[A-Za-z-]{1,40}:[^\r\n]{0,200}\r?\n){0,3}[ \t]{0,64}\r?\n(?=[^\r\n-])/y;
/** The name is an element of a list or an argument, not the value of another name. */
const BEFORE_LISTED = new RegExp(`(?:^|[[(,{]|${QUOTE}[ \\t]|\\w[ \\t])[ \\t]{0,4}(?:${QUOTE})-{0,2}$`);
const ELEMENT = /(?:[ \t][^<>\n]{0,200})?(?:>|&gt;)[ \t]{0,8}/y;
const PAIR = new RegExp(
    `(?:${QUOTE})?(?:[ \\t]{0,8}(?:\\}?[ \\t]{0,4},|;)?[ \\t\\r\\n]{0,40}|(?:\\\\n)[ \\t]{0,40})\\{?(?:${QUOTE})?(?:value|val|content|stringvalue|string_value)(?:${QUOTE})?[ \\t]{0,4}[:=][ \\t]{0,8}`,
    "iy",
);
const PAIR_ELEMENT =
    /(?:<\/[\w:.-]{1,40}>[ \t\r\n]{0,40}<(?:\w+:)?(?:value|string|td|dd)(?:[ \t][^<>\n]{0,80})?>(?:<(?:pre|code)>)?|\\*["'](?:[ \t][^<>\n]{0,80})?>(?:[ \t\r\n]{0,40}<(?:\w+:)?value>)?)[ \t]{0,8}/iy;
const UNPAIRED = new RegExp(`^(?:${QUOTE})?(?:</[\\w:.-]{1,40}>|[,;}])?\\s*$`);
const BEFORE_PAIR = new RegExp(
    `(?:\\b|_)(?:name|key|id|field|header|variable|property|env|param|k|td|dt)(?:${QUOTE})?[ \\t]{0,3}[:=>][ \\t]{0,3}(?:${QUOTE})?$`,
    "i",
);
const SENTENCE = new RegExp(
    `(?:${QUOTE})?[ \\t]{1,3}(?:(?:has been |was |is |been |now )?(?:set to|changed to|reset to|updated to|generated:|generated as)|is now|is|IS|was|WAS|are|=)(?:[ \\t]{0,2}:)?[ \\t]{1,3}`,
    "y",
);
const QUOTED = new RegExp(`[ \\t]{1,3}(?=${QUOTE})`, "y");
const SPACES = /[ \t]{1,8}(?=[^\s=:,;)}\]|&<>-]|-[\w+/=-]{15})/y;
const LATER = /(?: [a-z]{1,14}){1,7}: {1,2}(?=[\w+/-]{16})/y;
/** `password for bob: `, `temporary password is generated for root@localhost: `, `password supplied: `. */
const ASKED =
    / (?:(?:for|of|to|is|was|supplied|provided|generated|entered|given)(?: [^\s:{}=,][^\s{}=,]{0,80}?){0,6}?(?:: {1,2}| (?:->|\xe2\x86\x92) )|[\w.-]{1,32} = )(?=\S{4,256}\\{0,7}["']?\r?(?:\n|$))/y;
/** The same, and the value on the next line but one at most: what Jenkins and Elasticsearch say when they first start. */
const ASKED_ABOVE =
    / (?:for|of|to|is)(?: [^\s:{}=,][^\s{}=,]{0,80}?){0,12}?:(?:[ \t]{0,64}\r?\n(?:\d{4}-\d\d-\d\dT\S{1,24} (?:std(?:out|err) F )?)?[ \t]{0,16}){1,2}(?=[\w+/=-]{16,256}["']?\s)/y;
const TO = new RegExp(`[ \\t](?:to|as)[ \\t](?=${QUOTE})`, "y");
const TYPED =
    /(?:!![a-z]{2,10}[ \t]{1,3}|&[\w-]{1,40}[ \t]{1,3}(?=[^\s=])|(?:str|string|String|&str|\?string|Optional\[str\]|SecretStr)[ \t]{0,3}=[ \t]{0,3})/y;

/** Whether a value for the name may stand on a line that is not there yet: `- name: DB_PASSWORD`, end of text. */
export function mayBePaired(text: string, name: Name): boolean {
    return (
        name.end + MAX_UNPAIRED > text.length &&
        UNPAIRED.test(text.slice(name.end, name.end + MAX_UNPAIRED)) &&
        BEFORE_PAIR.test(text.slice(Math.max(0, name.start - 24), name.start))
    );
}

const MAX_UNPAIRED = 160;

/** What joins this name to what follows it, if anything does. */
export function connectorAfter(text: string, name: Name): Connector | undefined {
    const next = nextSign(text, name.end);
    if (next === undefined) return undefined;
    const before = text.charCodeAt(name.start - 1);
    return (
        (mayFollowSeparator(text, name.start) ? pair(text, name) : undefined) ??
        variable(text, name) ??
        (before === LESS || before === COLON || before === SEMICOLON ? element(text, name) : undefined) ??
        (next === "letter" ? undefined : separator(text, name)) ??
        (next === "letter" ? undefined : listed(text, name)) ??
        (isOf(text, name.end, BLANK | QUOTE_SIGN) ? spoken(text, name) : undefined)
    );
}

const LESS = 60;
const COLON = 58;
const SEMICOLON = 59;

/** What stands behind the name and its quote: undefined where nothing can join it, "letter" where only words can. */
function nextSign(text: string, end: number): "letter" | "sign" | undefined {
    if (isOf(text, end, APART)) return undefined;
    let at = end;
    while (at - end < 8 && (isOf(text, at, QUOTE_SIGN) || text[at] === "]")) at++;
    const wasQuoted = at > end;
    while (at - end < 32 && isOf(text, at, BLANK)) at++;
    if (!isLetter(text, at)) return "sign";
    if (!wasQuoted) return COUNTED.test(text.slice(at, at + 9)) ? "sign" : "letter";
    return /^(?:is|was|are|set|has|val|content|string|u00|a\d|\w{1,30}=["'])/i.test(text.slice(at, at + 32)) ? "sign" : undefined;
}

/** The words that SEPARATOR takes along. */
const COUNTED = /^(?:value|string|text|contents?)[:=]/;

function isLetter(text: string, at: number): boolean {
    return isOf(text, at, WORD) && text.charCodeAt(at) > 64;
}

/** Whether a `:`, `=` or `>` stands before the name, blanks and quotes between. */
function mayFollowSeparator(text: string, start: number): boolean {
    let at = start - 1;
    while (at >= 0 && start - at < 8 && isOf(text, at, QUOTE_SIGN | BLANK)) at--;
    const code = text.charCodeAt(at);
    return code === COLON || code === 61 || code === 62 || code === SEMICOLON;
}

function pair(text: string, name: Name): Connector | undefined {
    const before = text.slice(Math.max(0, name.start - 24), name.start);
    if (!BEFORE_PAIR.test(before)) return undefined;
    const at = behind(PAIR, text, name.end) ?? behind(PAIR_ELEMENT, text, name.end) ?? behind(FORM_PART, text, name.end);
    return at === undefined ? undefined : { type: text[at - 1] === ">" ? "element" : "pair", at };
}

function element(text: string, name: Name): Connector | undefined {
    if (!/(?:<|&lt;)(?:[\w-]{1,30}:)?$/.test(text.slice(Math.max(0, name.start - 32), name.start))) return undefined;
    const at = behind(ELEMENT, text, name.end);
    return at === undefined || text[at - 2] === "/" ? undefined : { type: "element", at };
}

function separator(text: string, name: Name): Connector | undefined {
    SEPARATOR.lastIndex = name.end;
    const match = SEPARATOR.exec(text);
    if (match === null) return undefined;
    const at = name.end + match[0].length;
    const type = /:|3[Aa]/.test(match[2] ?? "") && match[2] !== ":=" ? "colon" : "equals";
    return { type, at: behind(TYPED, text, at) ?? at, ...(match[1] === undefined ? {} : { nameQuote: match[1] }) };
}

function variable(text: string, name: Name): Connector | undefined {
    if (text[name.start - 1] !== '"' || !/variable \\{0,7}"$/.test(text.slice(Math.max(0, name.start - 20), name.start)))
        return undefined;
    const at = behind(VARIABLE, text, name.end);
    return at === undefined ? undefined : { type: "pair", at };
}

function listed(text: string, name: Name): Connector | undefined {
    const before = text[name.start - 1];
    const tupled =
        before === "{" || (before === ":" && text[name.start - 2] === "{") ? behind(TUPLED, text, name.end) : undefined;
    const quoted = isOf(text, name.end, QUOTE_SIGN)
        ? (behind(SERIALIZED, text, name.end) ?? behind(AUDITED, text, name.end))
        : undefined;
    const value = tupled ?? quoted;
    if (value !== undefined) return { type: "listed", at: value };
    const isCall = text[name.end] === "(";
    if (!isCall && (!isQuote(text, name.end) || !BEFORE_LISTED.test(text.slice(Math.max(0, name.start - 16), name.start))))
        return undefined;
    const at = behind(LISTED, text, name.end);
    return at === undefined ? undefined : { type: "listed", at };
}

/** As far as the first char tells: `"`, `&quot;`, `%22`. */
function isQuote(text: string, at: number): boolean {
    const code = text.charCodeAt(at);
    return isOf(text, at, QUOTE_SIGN) || code === 38 || code === 37;
}

function spoken(text: string, name: Name): Connector | undefined {
    const said = mayBeSaid(text, name.end) ? behind(SENTENCE, text, name.end) : undefined;
    const asked = mayBeAsked(text, name.end) ? (behind(ASKED, text, name.end) ?? behind(ASKED_ABOVE, text, name.end)) : undefined;
    if (asked !== undefined && asked > (said ?? 0)) return { type: "asked", at: asked };
    if (said !== undefined) return { type: "sentence", at: said };
    const next = afterBlanks(text, name.end);
    if (next === name.end) return undefined;
    const to = text[next] === "t" || text[next] === "a" ? behind(TO, text, name.end) : undefined;
    if (to !== undefined) return { type: "quoted", at: to };
    const quoted = isQuote(text, next) ? behind(QUOTED, text, name.end) : undefined;
    if (quoted !== undefined) return { type: "quoted", at: quoted };
    const later = isOf(text, next, LOWER) ? behind(LATER, text, name.end) : undefined;
    if (later !== undefined) return { type: "later", at: later };
    const spaced = behind(SPACES, text, name.end);
    if (spaced === undefined) return undefined;
    return { type: text[name.start - 1] === "-" ? "flag" : "word", at: spaced };
}

/** The first letters of what SENTENCE begins with, as bits, and `=`. */
const SAID_LETTERS = [..."hwibnscruga"].reduce((bits, letter) => bits | (1 << (letter.charCodeAt(0) & 31)), 0);

function mayBeSaid(text: string, end: number): boolean {
    if (isOf(text, end, QUOTE_SIGN)) return true;
    const at = afterBlanks(text, end);
    return text[at] === "=" || (isOf(text, at, WORD) && ((SAID_LETTERS >>> (text.charCodeAt(at) & 31)) & 1) === 1);
}

/** The first letters of what ASKED and ASKED_ABOVE begin with, as bits. */
const ASKING_LETTERS = [..."fotiwspge"].reduce((bits, letter) => bits | (1 << (letter.charCodeAt(0) & 31)), 0);
const LONGEST_ASKING = 9;
const LONGEST_UNIT = 32;

/** One blank, and a short word of those letters, or a word and ` = `. */
function mayBeAsked(text: string, end: number): boolean {
    if (text[end] !== " ") return false;
    let at = end + 1;
    while (at - end <= LONGEST_UNIT && isOf(text, at, NAME)) at++;
    const length = at - end - 1;
    if (length === 0) return false;
    if (text.startsWith(" = ", at)) return true;
    return length <= LONGEST_ASKING && ((ASKING_LETTERS >>> (text.charCodeAt(end + 1) & 31)) & 1) === 1;
}

/** Behind the blanks at `at`, eight at most. */
function afterBlanks(text: string, at: number): number {
    let after = at;
    while (after - at < 8 && isOf(text, after, BLANK)) after++;
    return after;
}

function behind(pattern: RegExp, text: string, at: number): number | undefined {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : undefined;
}
