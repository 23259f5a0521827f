import type { EvidenceRef, LogRef, MachineRef } from "../../core/evidence-ref.ts";

/**
 * What a fatal line is about. The table of patterns is why-patterns.ts.
 * `refused`, `unreachable`, `timeout`, `dns`: a connection to `target` · `auth`: credentials refused by `target` · `tls`: certificate ·
 * `forbidden`: RBAC · `missing-file`, `permission`, `read-only`, `no-space`, `bind`: the file system, the port · `config`: a value, a flag, a variable ·
 * `command`: what is to be run does not exist · `migration`, `schema`: the database's state · `memory` · `panic`, `exception`: a program's own end
 */
export type WhyCategory =
    | "refused"
    | "unreachable"
    | "timeout"
    | "dns"
    | "auth"
    | "tls"
    | "forbidden"
    | "missing-file"
    | "permission"
    | "read-only"
    | "no-space"
    | "bind"
    | "config"
    | "command"
    | "arch"
    | "migration"
    | "schema"
    | "corrupt"
    | "quota"
    | "lock"
    | "memory"
    | "panic"
    | "exception"
    | "other";

/** A line that says why. */
export interface WhyLine {
    /** The log; or the pod, when the words are its termination message (then `pointer` says where, and `line` is 0). */
    readonly ref: EvidenceRef;
    /** Counts from 1. */
    readonly line: number;
    readonly pointer?: string;
    /** How much it explains, 0 to 100: above 60 it names a fault, below it merely complains. */
    readonly weight: number;
    /** The line without its timestamp and colours, at most 500 characters. */
    readonly text: string;
    readonly category: WhyCategory;
    /** The host (`db`, `db.msp.svc.cluster.local`, `10.0.0.5`) and port it names. */
    readonly host?: string;
    readonly port?: number;
    /** What else it names: the file, the variable, the flag, the user, the database. */
    readonly what?: string;
    /** RFC 3339, when the line or the log says so. */
    readonly at?: string;
}

/** A log, bounded: the lines that say why and the last ones. */
export interface LogFact {
    readonly ref: LogRef | MachineRef;
    /** The best line first, at most eight. */
    readonly why: readonly WhyLine[];
    /** The last lines (at most 40), each with its number. */
    readonly tail: readonly LogLine[];
    /** Lines with error, warn, fail, denied, refused, x509, timeout … (the newest 300), for rules that look for a text of their own. */
    readonly notable: readonly LogLine[];
    readonly lines: number;
}

export interface LogLine {
    readonly line: number;
    readonly text: string;
}
