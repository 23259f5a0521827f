import { ProblemError } from "../core/problem.ts";
import type { Terminal } from "./terminal.ts";

/** Ctrl-C and SIGTERM: the first ends the collecting and seals the archive, the second discards it and leaves. */
export interface Interruptions extends Disposable {
    readonly stop: AbortSignal;
    readonly leave: AbortSignal;
}

/** Listens until disposed. */
export function interruptions(terminal: Terminal): Interruptions {
    const stop = new AbortController();
    const leave = new AbortController();
    const onSignal = (signal: NodeJS.Signals) => {
        const problem = new ProblemError({ code: "interrupted", message: `ended by ${signal === "SIGINT" ? "Ctrl-C" : signal}` });
        if (stop.signal.aborted) {
            leave.abort(problem);
            return;
        }
        stop.abort(problem);
        terminal.say(
            `\n${signal === "SIGINT" ? "Ctrl-C" : signal}: sealing what has been collected (again: discard it and leave)`,
        );
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const signal of signals) process.on(signal, onSignal);
    return {
        stop: stop.signal,
        leave: leave.signal,
        [Symbol.dispose]() {
            for (const signal of signals) process.off(signal, onSignal);
        },
    };
}
