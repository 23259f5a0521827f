import type { ProblemCode } from "../core/problem.ts";

/** Stable (contracts: the command line, "Exit codes"). */
export const EXIT = {
    done: 0,
    /** Nothing usable was left. */
    failed: 1,
    /** Wrong usage or configuration; nothing was touched. */
    usage: 2,
    /** Done, but something is missing or found, asked for by --strict; verify: always. */
    found: 3,
    /** Cut off by a second Ctrl-C. */
    interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Which code a problem ends a command with that could do nothing because of it. */
export function exitCodeFor(code: ProblemCode): ExitCode {
    return code === "configuration" ? EXIT.usage : EXIT.failed;
}
