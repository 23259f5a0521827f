import { Buffer } from "node:buffer";

/** A way of writing a value down. */
export interface Encoding {
    readonly name: string;
    readonly encode: (value: Buffer) => Buffer;
    /** Base64 behind so many other bytes: up to three chars more on either side belong to the same bytes. */
    readonly base64?: { readonly shift: 0 | 1 | 2; readonly alphabet: "base64" | "base64url" };
    /** How many chars a byte takes, where that is the same for all. */
    readonly width?: 1 | 2;
    /** Writes char after char; a value (one char per byte) that has none of these stays as it is. */
    readonly changes?: RegExp;
    /** What whole files are hardly given. */
    readonly rare?: boolean;
}

const latin1 = (text: string) => Buffer.from(text, "latin1");

/** Base64 of the value behind `shift` other bytes, without the chars that the bytes around it take part in. */
function base64At(shift: 0 | 1 | 2, alphabet: "base64" | "base64url"): (value: Buffer) => Buffer {
    return (value) => {
        const whole = (shift === 0 ? value : Buffer.concat([Buffer.alloc(shift), value])).toString(alphabet);
        const from = shift === 0 ? 0 : shift + 1;
        const chars = Math.ceil((4 * (shift + value.length)) / 3);
        return latin1(whole.slice(from, chars - ((shift + value.length) % 3 === 0 ? 0 : 1)));
    };
}

const isText = (value: Buffer) => Buffer.from(value.toString("utf8"), "utf8").equals(value);
const textual = (encode: (text: string) => string) => (value: Buffer) =>
    isText(value) ? Buffer.from(encode(value.toString("utf8")), "utf8") : value;

/** Control chars among them: those before the blank. */
const ESCAPED_IN_JSON = /[^ !#-[\]-\xff]/;
const jsonOf = (text: string) => JSON.stringify(text).slice(1, -1);
const ascii = (text: string) =>
    text.replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
const percent = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * The forms in which a value is searched: as it is, base64 at the three alignments (standard and URL-safe), hex, URL-encoded (RFC 3986,
 * encodeURIComponent, form, lower-case hex), JSON-escaped (plain, Go's with \u0026, ASCII only, twice), YAML single-quoted, shell single-quoted, XML.
 */
export const ENCODINGS: readonly Encoding[] = [
    { name: "raw", encode: (value) => value, width: 1 },
    ...([0, 1, 2] as const).flatMap((shift) =>
        (["base64", "base64url"] as const).map((alphabet) => ({
            name: `${alphabet}-${shift}`,
            encode: base64At(shift, alphabet),
            base64: { shift, alphabet },
        })),
    ),
    { name: "hex", encode: (value) => latin1(value.toString("hex")), width: 2 },
    { name: "hex-upper", encode: (value) => latin1(value.toString("hex").toUpperCase()), width: 2 },
    { name: "url", encode: textual(percent), changes: /[^\w.~-]/ },
    { name: "url-component", encode: textual(encodeURIComponent), changes: /[^\w.~!'()*-]/ },
    {
        name: "url-lower",
        encode: textual((text) => percent(text).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())),
        changes: /[^\w.~-]/,
        rare: true,
    },
    { name: "form", encode: textual((text) => percent(text).replaceAll("%20", "+")), changes: /[^\w.~-]/, rare: true },
    { name: "json", encode: textual(jsonOf), changes: ESCAPED_IN_JSON },
    {
        name: "json-go",
        changes: /[^ !#-%'-;=?-[\]-\xff]/,
        encode: textual((text) => jsonOf(text).replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`)),
    },
    { name: "json-ascii", encode: textual((text) => ascii(jsonOf(text))), changes: /["\\]|[^ -\x7f]/, rare: true },
    {
        name: "json-slash",
        encode: textual((text) => jsonOf(text).replaceAll("/", "\\/")),
        changes: /["\\/]|[^ -\xff]/,
        rare: true,
    },
    { name: "json-twice", encode: textual((text) => jsonOf(jsonOf(text))), changes: ESCAPED_IN_JSON },
    { name: "yaml", encode: textual((text) => text.replaceAll("'", "''")), changes: /'/, rare: true },
    { name: "shell", encode: textual((text) => text.replaceAll("'", "'\\''")), changes: /'/, rare: true },
    { name: "shell-double", encode: textual((text) => text.replace(/[$`"\\!]/g, "\\$&")), changes: /[$`"\\!]/, rare: true },
    {
        name: "shell-bare",
        encode: textual((text) => text.replace(/[^\w@%+=:,./-]/g, "\\$&")),
        changes: /[^\w@%+=:,./-]/,
        rare: true,
    },
    {
        name: "xml",
        changes: /[&<>"]/,
        encode: textual((text) =>
            text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
        ),
    },
];
