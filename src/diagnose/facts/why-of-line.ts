import type { WhyCategory } from "./log-fact.ts";
import { unescaped } from "./log-lines.ts";
import { WHY_PATTERNS } from "./why-patterns.ts";

/** A line read: how much it explains and what it names. */
export interface LineReading {
    readonly category: WhyCategory;
    /** 0 to 100. */
    readonly weight: number;
    readonly text: string;
    readonly host?: string;
    readonly port?: number;
    readonly what?: string;
    readonly at?: string;
}

const LONGEST = 500;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the colours of a terminal are control characters
const COLOURS = /\u001b\[[0-9;]*m/g;
const STAMP = /^\S{0,2}(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z| ?UTC|[+-]\d\d:?\d\d)?)\]?\s*/;
const KLOG = /^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+\s+\d+ \S+\] /;
const QUIET = /(?:^|[\s"[|=])(?:DEBUG|debug|TRACE|trace|INFO|info|NOTICE|notice)(?=[\s"\]|:,])|^I\d{4} /;
const MILD = /(?:^|[\s"[|=])(?:WARN|WARNING|warn|warning)(?=[\s"\]|:,])|^W\d{4} /;
const LOUD =
    /(?:^|[\s"[|=])(?:FATAL|fatal|PANIC|panic|CRITICAL|critical|emerg)(?=[\s"\]|:,])|^F\d{4} |exiting|terminating|giving up|gave up|aborting/i;

/** What a line says, or undefined when it says nothing of trouble. */
export function readLine(line: string): LineReading | undefined {
    const clean = line.replaceAll(COLOURS, "").trim();
    const at = STAMP.exec(clean)?.[1];
    const plain = unescaped(
        clean
            .replace(STAMP, "")
            .replace(/^(?:std(?:out|err) [FP] )/, "")
            .replace(/^\[\d+\]:? /, ""),
    );
    for (const { category, weight, pattern } of WHY_PATTERNS) {
        const match = pattern.exec(plain);
        if (match === null) continue;
        const level = QUIET.test(plain) ? -35 : MILD.test(plain) ? -12 : LOUD.test(plain) ? 6 : 0;
        return {
            category,
            weight: weight + level,
            text: shortened(plain),
            ...namedIn(match.groups ?? {}),
            ...(at === undefined ? {} : { at: rfc3339(at) }),
        };
    }
    return undefined;
}

function namedIn(groups: Readonly<Record<string, string | undefined>>): { host?: string; port?: number; what?: string } {
    const { host, port } = groups;
    const what = Object.entries(groups).find(([name, value]) => !/^(host|port)/.test(name) && value !== undefined)?.[1];
    return {
        ...(host === undefined || /^(at|to|the|is|server|address|localhost:)$/i.test(host)
            ? {}
            : { host: host.replace(/\.$/, "") }),
        ...(port === undefined ? {} : { port: Number(port) }),
        ...(what === undefined ? {} : { what: what.trim() }),
    };
}

/** The message of a JSON or logfmt line, else the line without the stamp of klog. */
function shortened(plain: string): string {
    return (messageOfJson(plain) ?? plain.replace(KLOG, "")).slice(0, LONGEST);
}

function messageOfJson(plain: string): string | undefined {
    if (!plain.startsWith("{")) return undefined;
    try {
        const fields: Record<string, unknown> = JSON.parse(plain);
        const parts = [fields.msg ?? fields.message, fields.error ?? fields.err ?? fields.exception].map((part) =>
            typeof part === "string"
                ? part
                : typeof part === "object" && part !== null && "message" in part
                  ? String(part.message)
                  : undefined,
        );
        const said = parts.filter((part) => part !== undefined && part !== "");
        return said.length === 0 ? undefined : said.join(": ");
    } catch {
        return undefined;
    }
}

function rfc3339(stamp: string): string {
    const iso = stamp.replace(" UTC", "Z").replace(" ", "T").replace(",", ".");
    return /Z|[+-]\d\d:?\d\d$/.test(iso) ? iso : `${iso}Z`;
}
