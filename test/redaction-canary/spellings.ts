import { gzipSync } from "node:zlib";
import { base64 } from "./canaries.ts";

/** How a value may be spelled in a text. */
export const SPELLINGS: Readonly<Record<string, (value: string) => string>> = {
    raw: (value) => value,
    base64: (value) => base64(value),
    "base64 behind one byte": (value) => base64(`:${value}:`),
    "base64 behind two bytes": (value) => base64(`u:${value}`),
    "base64 for URLs": (value) => Buffer.from(value).toString("base64url"),
    hex: (value) => Buffer.from(value).toString("hex"),
    HEX: (value) => Buffer.from(value).toString("hex").toUpperCase(),
    "URL-encoded": (value) => encodeURIComponent(value),
    "form-encoded": (value) => new URLSearchParams({ v: value }).toString().slice(2),
    "JSON-escaped": (value) => JSON.stringify(value).slice(1, -1),
    "JSON-escaped twice": (value) => JSON.stringify(JSON.stringify(value)).slice(1, -1),
    "shell-quoted": (value) => `'${value.replaceAll("'", `'\\''`)}'`,
    "YAML-quoted": (value) => `'${value.replaceAll("'", "''")}'`,
    "JSON-escaped three times": (value) => JSON.stringify(JSON.stringify(JSON.stringify(value))).slice(1, -1),
    "HTML-escaped": (value) => html(value),
    "HTML-escaped for a shell": (value) => `"${html(value).replace(/[$`"\\!]/g, "\\$&")}"`,
    "XML-escaped": (value) => value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;"),
};

/** As escape-html, lodash and PHP do. */
function html(value: string): string {
    const names: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
    return value.replace(/[&<>"']/g, (char) => names[char] ?? char);
}

/** Lines in which a spelled value may stand, under names that say nothing. */
export const LINES: Readonly<Record<string, (spelled: string) => string>> = {
    prose: (spelled) => `worker 7 handed over ${spelled} at step three`,
    logfmt: (spelled) => `level=debug caller=main.go:71 msg="handed over" what="${spelled.replaceAll(/(["\\])/g, "\\$1")}"`,
    klog: (spelled) => `I1121 09:00:01.000001       1 server.go:71] "Handed over" what=[${spelled}] handed over`,
    JSON: (spelled) => JSON.stringify({ level: "debug", msg: `handed over ${spelled}`, step: 3 }),
};

/** Gzip and base64, as Helm and cloud-init pack. */
export function packed(text: string): string {
    return base64(gzipSync(text));
}
