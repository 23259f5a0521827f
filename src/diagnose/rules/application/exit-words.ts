import type { Termination } from "../../facts/pod-fact.ts";

const SIGNALS: Readonly<Record<number, string>> = {
    1: "SIGHUP",
    2: "SIGINT",
    4: "SIGILL: an instruction this processor does not know",
    6: "SIGABRT: it aborted itself",
    7: "SIGBUS",
    8: "SIGFPE",
    9: "SIGKILL: killed from outside",
    11: "SIGSEGV: it touched memory that is not its own",
    15: "SIGTERM: asked to stop",
};
const CODES: Readonly<Record<number, string>> = {
    0: "it ends by itself instead of staying",
    126: "its command cannot be executed",
    127: "its command was not found",
    128: "its command could not be started",
};

/** `exit code 137, SIGKILL: killed from outside`. Source: POSIX shell, 2.8.2 Exit Status; signal(7). */
export function exitWords(last: Termination): string {
    const signal = last.signal > 0 ? last.signal : last.exitCode > 128 && last.exitCode < 160 ? last.exitCode - 128 : 0;
    const why = signal > 0 ? (SIGNALS[signal] ?? `signal ${signal}`) : CODES[last.exitCode];
    return `exit code ${last.exitCode}${why === undefined ? "" : `, ${why}`}`;
}
