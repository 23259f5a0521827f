import { lineStart } from "../edge.ts";
import type { PatternFamily, PatternRule, Span } from "../pattern.ts";

const BEGIN = "-----BEGIN ";
const END = "-----END ";
const MAX_BLOCK = 40_960;
const MAX_HEAD = 16_384;
const LABEL =
    /-----BEGIN ([A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?|OPENVPN STATIC KEY V1|OpenVPN Static key V1|[A-Z ]{0,20}SECRET KEY)-----/y;
const END_LABEL =
    /-----END ([A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?|OPENVPN STATIC KEY V1|OpenVPN Static key V1|[A-Z ]{0,20}SECRET KEY)-----/y;
/** What may stand in front of base64 in a line of its own, such as a timestamp or a comment sign, and behind it. */
const BODY_LINE = /^(.{0,120}?[^A-Za-z0-9+/=\\]|)((?:[A-Za-z0-9+/]{4}){4,26}[A-Za-z0-9+/=]{0,4})(?:["',\\\s]{0,4}|\\[nr])*$/;
const NOT_BODY = /^[\s\\nr"',+:>|#*-]*$/;

/** What lies between the dashes: base64 and its headers, with everything that quoting and logging put around them. */
const keyBlock: PatternRule = {
    id: "private-key",
    severalLines: true,
    anchors: [BEGIN],
    match(text, at, ended) {
        LABEL.lastIndex = at;
        const label = LABEL.exec(text);
        if (label === null) return undefined;
        const from = at + label[0].length;
        const window = text.slice(from, from + MAX_BLOCK);
        const stop = window.search(/-----(?:END|BEGIN) /);
        const region = stop < 0 ? window : window.slice(0, stop);
        const length = bodyLength(region, stop >= 0);
        if (stop < 0 && length >= region.length && !ended && window.length < MAX_BLOCK) return "more";
        const body = region.slice(0, length);
        return /[A-Za-z0-9+/]{16}/.test(body) ? inner(body, from) : undefined;
    },
};

/** The end of a key whose beginning was cut off: the base64 lines above it. */
const keyTail: PatternRule = {
    id: "private-key",
    severalLines: true,
    anchors: [END],
    match(text, at) {
        END_LABEL.lastIndex = at;
        if (!END_LABEL.test(text)) return undefined;
        const window = text.slice(Math.max(0, at - MAX_HEAD), at);
        const spans = tailSpans(window, at - window.length);
        return spans.length === 0 ? undefined : spans;
    },
};

const REST_OF_HEAD =
    /^(?:["'`,\\\s]|\\+[nr])*$|^(?:["'`+,\s]|\\+[nr]|&#1[03];|%0[AaDd]){0,8}[A-Za-z0-9+/=]{16}|^\\+[nr](?:Proc-Type|Comment|Version)/;
const PLAIN_LINE = /^(?:[^-]{0,120}[^A-Za-z0-9+/=]|)[A-Za-z0-9+/=]*["',\\\s]*$/;
const PEM_HEADER = /(?:Proc-Type|DEK-Info|Comment|Version|Hash): /;

/** How much of the text behind BEGIN can be a key: whole lines, up to the first that looks like none. `closed`: END follows. */
function bodyLength(region: string, closed: boolean): number {
    const lines = region.split("\n");
    if (!REST_OF_HEAD.test(lines[0] ?? "")) return 0;
    let length = (lines[0] ?? "").length + 1;
    for (const [at, line] of lines.entries()) {
        if (at === 0) continue;
        const isLast = at === lines.length - 1;
        if (
            !(
                BODY_LINE.test(line) ||
                PEM_HEADER.test(line) ||
                /^\s*[A-Za-z0-9+/=]*\s*$/.test(line) ||
                (isLast && closed && line.length <= 120) ||
                (closed && at === lines.length - 2 && PLAIN_LINE.test(line))
            )
        )
            break;
        length += line.length + 1;
    }
    return Math.min(region.length, length);
}

/** One span from the first to the last char that is not blank, quote or escape. */
function inner(body: string, from: number): Span | undefined {
    const lead = /^(?:\s|\\+[nr]|["'+,]|&#1[03];|%0[AaDd]|\\)*/.exec(body)?.[0].length ?? 0;
    const kept = body.slice(lead).replace(/(?:\s|\\+[nr]|["'+,>|#*:]|&#1[03];|%0[AaDd]|\\)*$/, "");
    const trailing = lastLinePrefix(kept);
    const length = kept.length - trailing;
    if (length < 8 || kept.startsWith("<redacted:")) return undefined;
    return { start: from + lead, end: from + lead + length };
}

/** In a log each line has a prefix, the one with END too: it stays. */
function lastLinePrefix(body: string): number {
    const cut = body.lastIndexOf("\n");
    if (cut < 0) return 0;
    const line = body.slice(cut + 1);
    return BODY_LINE.test(line) || /^\s*[A-Za-z0-9+/=]+$/.test(line) || NOT_BODY.test(line) ? 0 : body.length - cut;
}

function tailSpans(window: string, from: number): readonly Span[] {
    const line = window.lastIndexOf("\n");
    const own = window.slice(line + 1);
    if (own.includes("-----")) return [];
    const escaped = /(?:[A-Za-z0-9+/]{4,}={0,2}(?:\\+[nr])+)+$/.exec(own);
    if (escaped !== null && escaped[0].length >= 40) {
        const text = escaped[0].replace(/(?:\\+[nr])+$/, "");
        const start = from + window.length - escaped[0].length;
        const skipped = own[own.length - escaped[0].length - 1] === "\\" ? 1 : 0;
        return [{ start: start + skipped, end: start + text.length }];
    }
    const spans: Span[] = [];
    let end = line;
    while (end > 0) {
        const start = lineStart(window, end);
        const content = window.slice(start, end);
        const body =
            BODY_LINE.exec(content) ??
            (spans.length === 0 ? /^(.{0,120}?[^A-Za-z0-9+/=]|)([A-Za-z0-9+/]{4,76}={0,2})\s*$/.exec(content) : null);
        if (body === null || content.includes("-----") || (start === 0 && from > 0)) break;
        const at = from + start + (body[1] ?? "").length;
        spans.unshift({ start: at, end: at + (body[2] ?? "").length });
        end = start - 1;
    }
    return spans.length > 1 || /\d[A-Za-z]|[+/]/.test(window.slice(spans[0] ? spans[0].start - from : 0)) ? spans : [];
}

const body = (seed: number) =>
    Array.from({ length: 3 }, (_, line) =>
        Array.from(
            { length: 64 },
            (_, at) =>
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[(at * 37 + line * 11 + seed * at * at) % 64],
        ).join(""),
    );
const key = (kind: string, content: string, join: string) =>
    `-----BEGIN ${kind}PRIVATE KEY-----${join}⟦${content}⟧${join}-----END ${kind}PRIVATE KEY-----`;

export const pem: PatternFamily = {
    id: "pem",
    title: "Private keys between dashes: PKCS#1, PKCS#8, SEC1, OpenSSH, PGP, OpenVPN",
    source: "RFC 7468, RFC 1421, RFC 4880 6.2, openssh PROTOCOL.key",
    rules: [keyBlock, keyTail],
    examples: {
        hide: [
            key("", body(1).join("\n"), "\n"),
            key("RSA ", body(2).join("\n"), "\n"),
            key("EC ", body(3).join("\\n"), "\\n"),
            key("OPENSSH ", body(4).join("\n    "), "\n    "),
            `{"key":"${key("ENCRYPTED ", body(5).join("\\n"), "\\n")}\\n"}`,
            key(
                "RSA ",
                `Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n${body(6).join("\n")}`,
                "\n",
            ),
            `-----BEGIN PRIVATE KEY-----\n⟦${body(7).join("\n")}⟧\nlevel=info msg=next`,
            `⟦${body(8)[0]}⟧\n⟦${body(8)[1]}⟧\n-----END RSA PRIVATE KEY-----`,
        ],
        leave: [
            `-----BEGIN CERTIFICATE-----\n${body(9).join("\n")}\n-----END CERTIFICATE-----`,
            `-----BEGIN PUBLIC KEY-----\n${body(9).join("\n")}\n-----END PUBLIC KEY-----`,
            `-----BEGIN CERTIFICATE REQUEST-----\n${body(9).join("\n")}\n-----END CERTIFICATE REQUEST-----`,
            `-----BEGIN AGE ENCRYPTED FILE-----\n${body(9).join("\n")}\n-----END AGE ENCRYPTED FILE-----`,
            "-----BEGIN RSA PRIVATE KEY-----",
            "expected -----BEGIN PRIVATE KEY----- in tls.key",
        ],
    },
};
