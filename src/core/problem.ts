/**
 * Why something could not be had. A closed set: clients translate their errors into it once, at the border.
 * - `unauthorized`, `forbidden`, `not-found`, `gone`: the server's 401, 403, 404, 410
 * - `throttled`, `server-error`, `unavailable`: 429; 5xx; 503 or a broken aggregated API, after the retries
 * - `unreachable`: no connection (refused, no route, name not found); `tls`: certificate or handshake
 * - `timeout`, `stalled`, `cut`: the deadline; silence in mid-stream; ended before its end
 * - `credentials`: what the kubeconfig or talosconfig asks for could not be had (exec plugin, file, expired)
 * - `configuration`: wrong flags, files or contexts: nothing was touched
 * - `unsupported`: the other side does not know the method, kind or version
 * - `invalid`: an answer that is not what the protocol promises
 * - `withheld`: left out because it could not be looked into for secrets, or must never be collected
 * - `budget`: the run's time or size was used up; `interrupted`: Ctrl-C or SIGTERM ended it
 * - `disk`: the archive could not be written; `damaged`: an archive is not what it says it is
 * - `bug`: ours
 */
export type ProblemCode =
    | "unauthorized"
    | "forbidden"
    | "not-found"
    | "gone"
    | "throttled"
    | "server-error"
    | "unavailable"
    | "unreachable"
    | "tls"
    | "timeout"
    | "stalled"
    | "cut"
    | "credentials"
    | "configuration"
    | "unsupported"
    | "invalid"
    | "withheld"
    | "budget"
    | "interrupted"
    | "disk"
    | "damaged"
    | "bug";

/** Expected trouble as a value. `cause` is for a debugger's eyes and is never written to a bundle. */
export interface Problem {
    readonly code: ProblemCode;
    /** What was tried on which object and what came back, one line. */
    readonly message: string;
    /** The next command, flag or permission. */
    readonly hint?: string;
    readonly cause?: unknown;
}

/** One answer that may be trouble instead. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

export function ok<T>(value: T): Result<T> {
    return { ok: true, value };
}

export function fail<T = never>(code: ProblemCode, message: string, more: { hint?: string; cause?: unknown } = {}): Result<T> {
    return { ok: false, problem: { code, message, ...more } };
}

/** Carries a Problem through code that can only throw; caught at the nearest border and turned back into a value. */
export class ProblemError extends Error {
    readonly problem: Problem;
    constructor(problem: Problem) {
        super(problem.message, { cause: problem.cause });
        this.name = "ProblemError";
        this.problem = problem;
    }
}
