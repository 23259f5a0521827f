import { Buffer } from "node:buffer";

/** A way of writing a value down.  */
export interface Encoding {
    readonly name: string;
    readonly encode: (value: Buffer) => Buffer;
    /** Base64: up to three chars more on either side belong to the same bytes. */
    readonly base64?: boolean;
    /** Changes other chars than letters, digits, `_`, `-` and `.` only. */
    readonly escapes?: boolean;
}

const latin1 = (text: string) => Buffer.from(text, "latin1");

/** Base64 of the value behind `shift` other bytes, without the chars that the bytes around it take part in. */
function base64At(shift: 0 | 1 | 2, alphabet: "base64" | "base64url"): (value: Buffer) => Buffer {
    return (value) => {
        const whole = Buffer.concat([Buffer.alloc(shift), value])
            .toString("base64")
            .replace(/=+$/, "");
        const from = shift === 0 ? 0 : shift + 1;
        const to = whole.length - ((shift + value.length) % 3 === 0 ? 0 : 1);
        const text = whole.slice(from, to);
        return latin1(alphabet === "base64" ? text : text.replaceAll("+", "-").replaceAll("/", "_"));
    };
}

const isText = (value: Buffer) => Buffer.from(value.toString("utf8"), "utf8").equals(value);
const textual = (encode: (text: string) => string) => (value: Buffer) =>
    isText(value) ? Buffer.from(encode(value.toString("utf8")), "utf8") : value;

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
    { name: "raw", encode: (value) => value },
    ...([0, 1, 2] as const).flatMap((shift) =>
        (["base64", "base64url"] as const).map((alphabet) => ({
            name: `${alphabet}-${shift}`,
            encode: base64At(shift, alphabet),
            base64: true,
        })),
    ),
    { name: "hex", encode: (value) => latin1(value.toString("hex")) },
    { name: "hex-upper", encode: (value) => latin1(value.toString("hex").toUpperCase()) },
    { name: "url", encode: textual(percent), escapes: true },
    { name: "url-component", encode: textual(encodeURIComponent), escapes: true },
    {
        name: "url-lower",
        encode: textual((text) => percent(text).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())),
        escapes: true,
    },
    { name: "form", encode: textual((text) => percent(text).replaceAll("%20", "+")), escapes: true },
    { name: "json", encode: textual(jsonOf), escapes: true },
    {
        name: "json-go",
        escapes: true,
        encode: textual((text) => jsonOf(text).replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`)),
    },
    { name: "json-ascii", encode: textual((text) => ascii(jsonOf(text))), escapes: true },
    { name: "json-slash", encode: textual((text) => jsonOf(text).replaceAll("/", "\\/")), escapes: true },
    { name: "json-twice", encode: textual((text) => jsonOf(jsonOf(text))), escapes: true },
    { name: "yaml", encode: textual((text) => text.replaceAll("'", "''")), escapes: true },
    { name: "shell", encode: textual((text) => text.replaceAll("'", "'\\''")), escapes: true },
    { name: "shell-double", encode: textual((text) => text.replace(/[$`"\\!]/g, "\\$&")), escapes: true },
    { name: "shell-bare", encode: textual((text) => text.replace(/[^\w@%+=:,./-]/g, "\\$&")), escapes: true },
    {
        name: "xml",
        escapes: true,
        encode: textual((text) =>
            text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
        ),
    },
];
