/** What a character may do in a plain scalar: 0 nothing, 1 stand anywhere, 2 stand anywhere but first, 3 see `isPlain`. */
const PLAIN = Uint8Array.from({ length: 128 }, (_, code) => {
    const char = String.fromCharCode(code);
    if (/[\w/.+$^();<]/.test(char)) return 1;
    if ("=~,[]{}&*!|>%@?\\'\"`".includes(char)) return 2;
    return " :#-".includes(char) ? 3 : 0;
});

const SPACE = 32;
const HASH = 35;
const DASH = 45;
const COLON = 58;

/** A string on one line: plain where YAML 1.1 and 1.2 both read it back as this string, else in double quotes. */
export function scalar(text: string): string {
    return isPlain(text) ? text : quoted(text);
}

function isPlain(text: string): boolean {
    const { length } = text;
    if (length === 0) return false;
    const first = text.charCodeAt(0);
    if (first > 127 || (PLAIN[first] !== 1 && (first !== DASH || length === 1))) return false;
    for (let at = 1; at < length; at++) {
        const code = text.charCodeAt(at);
        if (code > 127) return false;
        const may = PLAIN[code];
        if (may === 0) return false;
        if (may !== 3) continue;
        if (code === SPACE && (at === length - 1 || (at === 1 && first === DASH))) return false;
        if (code === COLON && (at === length - 1 || text.charCodeAt(at + 1) === SPACE)) return false;
        if (code === HASH && text.charCodeAt(at - 1) === SPACE) return false;
    }
    return !isOtherType(text, first);
}

/** Words and numbers that one of the two YAMLs reads as something else than a string; also `---`, `...` and `<<`. */
function isOtherType(text: string, first: number): boolean {
    if (first >= 65) return text.length <= 5 && WORDS.has(text.toLowerCase());
    if (first === 47 || first === 36) return false;
    if (IPV4.test(text)) return false;
    return NUMBER_LIKE.test(text);
}

const WORDS: ReadonlySet<string> = new Set(["y", "n", "yes", "no", "on", "off", "true", "false", "null"]);
const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
/** Wider than both standards: what may be a number, a sexagesimal or a date is quoted. */
const NUMBER_LIKE =
    /^(?:[-+.]*[\d_.,:]*(?:[eE][-+]?[\d_.]*)?|[-+]?0[xXoObB][\da-fA-F_]*|\d{4}-\d\d?-\d\d?.*|[-+]?\.(?:inf|nan)|---.*|\.\.\..*|<<.*)$/i;

function quoted(text: string): string {
    const json = JSON.stringify(text);
    return NEEDS_ESCAPE.test(json) ? json.replace(NEEDS_ESCAPES, unicodeEscape) : json;
}

/** Valid in JSON, but not printable in YAML, or a line break in YAML 1.1. */
const NEEDS_ESCAPE = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/;
const NEEDS_ESCAPES = new RegExp(NEEDS_ESCAPE, "g");

function unicodeEscape(char: string): string {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a literal block cannot hold
const NOT_LITERAL = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|^\n+$|(?:^|\n)[ \t]+(?:\n|$)/;

/**
 * Text of several lines as a literal block under `pad` spaces, from the `|` on and with no line end: how kubectl prints a ConfigMap. Undefined
 * where only quotes can hold it.
 */
export function literal(text: string, pad: string): string | undefined {
    if (NOT_LITERAL.test(text) || !text.isWellFormed()) return undefined;
    const first = text.charCodeAt(0);
    const indicator = first === 32 || first === 9 || first === 10 ? "2" : "";
    const chomping = !text.endsWith("\n") ? "-" : text.endsWith("\n\n") ? "+" : "";
    const body = chomping === "-" ? text : text.slice(0, -1);
    return `|${indicator}${chomping}\n${first === 10 ? "" : pad}${body.replace(LINE_START, `$&${pad}`)}`;
}

/** The end of a line before one that is not empty. */
const LINE_START = /\n(?!\n|$)/g;
