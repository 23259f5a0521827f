import type { Facts } from "../../facts/facts.ts";
import type { LogFact, LogLine } from "../../facts/log-fact.ts";
import type { MachineFacts } from "../../facts/machine-facts.ts";
import type { EvidencePointer } from "../../rule.ts";
import { showsLogLine } from "../../showing.ts";

/** So near the archive's own time a line of a log is about what is now, and not history. */
export const RECENT_MS = 60 * 60 * 1000;

/** A line of one of the machine's logs. */
export interface Said {
    /** The line without stamp, facility and the mark of the Talos controller: what a person reads. */
    readonly words: string;
    readonly match: RegExpExecArray;
    /** Milliseconds since 1970; absent: the line does not say. */
    readonly at?: number;
    readonly shows: EvidencePointer;
}

/**
 * The lines that match, the newest first, out of the logs named (`etcd`, `kubelet`, `dmesg`, `controller-runtime`; none named: all). Only
 * notable lines and the last forty of a log are known.
 */
export function saidLines(machine: MachineFacts, pattern: RegExp, ...logs: readonly string[]): readonly Said[] {
    const chosen = logs.length === 0 ? machine.logs : logs.flatMap((name) => machine.log(name) ?? []);
    return chosen
        .flatMap((log) => linesOf(log).flatMap((line) => said(log, line, pattern)))
        .sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
}

/** Whether it was said about the time that the archive was taken; a line without a time counts. */
export function isRecent(facts: Facts, { at }: Said, withinMs: number = RECENT_MS): boolean {
    return at === undefined || facts.now - at <= withinMs;
}

function linesOf(log: LogFact): readonly LogLine[] {
    const lines = new Map([...log.notable, ...log.tail].map((line) => [line.line, line]));
    return [...lines.values()].sort((a, b) => b.line - a.line);
}

function said(log: LogFact, line: LogLine, pattern: RegExp): readonly Said[] {
    const match = pattern.exec(line.text);
    if (match === null) return [];
    const at = Date.parse(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?/.exec(line.text)?.[0] ?? "");
    return [{ words: wordsOf(line.text), match, ...(Number.isNaN(at) ? {} : { at }), shows: showsLogLine(log.ref, line) }];
}

/** `kern: err: [2026-…Z]: XFS (vda4): …` and `2026-…Z [talos] …` without what stands before the message; etcd's JSON by its message. */
function wordsOf(line: string): string {
    const plain = line
        .replace(/^\w+:\s*\w+:\s*\[[^\]]*\]:\s*/, "")
        .replace(/^\S*\d{4}-\d\d-\d\d[T ]\S+\s+/, "")
        .replace(/^\[talos\]\s*/, "")
        .trim();
    const [, message, error] =
        /"msg":"([^"]*)"(?:.*"error":"([^"]*)")?/.exec(plain) ??
        /\bmsg="((?:[^"\\]|\\.)*)"(?:.*\berror="((?:[^"\\]|\\.)*)")?/.exec(plain) ??
        /^([^{]*[^{\s])\s*\{.*"error":\s*"((?:[^"\\]|\\.)*)".*\}$/.exec(plain) ??
        [];
    return message === undefined ? plain : [message, error].filter((part) => part !== undefined).join(": ");
}
