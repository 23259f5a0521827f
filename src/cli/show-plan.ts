import type { PlannedRun } from "../app/plan-only.ts";
import type { Terminal } from "./terminal.ts";
import { printable } from "./width.ts";

/** `collect --dry-run`: what would be asked for, in order, whether it is allowed, and what is missing as RBAC. */
export function showPlan(terminal: Terminal, { spec, server, tasks, missingRbac }: PlannedRun): void {
    terminal.say(
        `profile ${terminal.style("bold", spec)} against ${server}: ${tasks.length} requests, and one for each container's log`,
    );
    for (const { title, allowed } of tasks) {
        const mark =
            allowed === undefined
                ? terminal.outStyle("yellow", "?")
                : allowed
                  ? terminal.outStyle("green", "✓")
                  : terminal.outStyle("red", "✗");
        terminal.out(`${mark} ${printable(title)}`);
    }
    if (missingRbac === "") return;
    terminal.say(`\nSome of it is not allowed. This would allow it (kubectl apply -f -, and bind it):`);
    terminal.say(missingRbac);
}
