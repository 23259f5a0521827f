import type { Problem } from "../core/problem.ts";
import { type ExitCode, exitCodeFor } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

/** Tells a person what went wrong and what to do; gives the exit code. The cause's stack only with -vv. */
export function complain(terminal: Terminal, problem: Problem): ExitCode {
    if (terminal.logFormat === "json") {
        terminal.say(`${problem.message}${problem.hint ? ` (${problem.hint})` : ""}`);
        return exitCodeFor(problem.code);
    }
    terminal.say(`${terminal.style("red", "error:")} ${problem.message}`);
    if (problem.hint) terminal.say(`${terminal.style("cyan", "hint:")}  ${problem.hint}`);
    if (terminal.verbosity >= 2 && problem.cause instanceof Error && problem.cause.stack)
        terminal.say(terminal.style("dim", problem.cause.stack));
    return exitCodeFor(problem.code);
}
