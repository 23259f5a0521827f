import type { Output } from "../app/collect-request.ts";
import type { Collected } from "../app/collected.ts";
import type { Diagnosis } from "../diagnose/diagnosis.ts";
import { wrapped } from "../diagnose/wrap.ts";
import { duration, size } from "./size.ts";
import type { Terminal } from "./terminal.ts";
import { printable } from "./width.ts";

const SHOWN_GAPS = 5;

/** The path on stdout; for a person what is in it, what is missing, and what to do with it. */
export function showCollected(terminal: Terminal, collected: Collected, output: Output): void {
    if (!terminal.quiet) {
        const { bytes, entries, milliseconds, gaps, notes } = collected;
        for (const note of notes) terminal.say(`${terminal.style("yellow", "note:")} ${note}`);
        const items = `${entries} ${entries === 1 ? "item" : "items"}`;
        terminal.say(`${terminal.style("green", "collected")} ${items}, ${size(bytes)}, in ${duration(milliseconds)}`);
        if (gaps.length > 0)
            terminal.say(`${terminal.style("yellow", `${gaps.length} could not be had`)}, listed in errors.txt:`);
        for (const line of gapLines(gaps)) terminal.say(`  ${printable(line)}`);
        if (collected.diagnosis) sayVerdict(terminal, collected.diagnosis.verdict);
    }
    if (output.type === "file") terminal.out(output.path);
}

/** What befell most comes first and once: a run that was ended says so in one line and not in five. */
function gapLines(gaps: Collected["gaps"]): string[] {
    const counts = new Map<string, number>();
    for (const { problem } of gaps) counts.set(problem.message, (counts.get(problem.message) ?? 0) + 1);
    const lines = [...counts].sort(([, one], [, other]) => other - one);
    const shown = lines.slice(0, SHOWN_GAPS);
    const left = gaps.length - shown.reduce((sum, [, count]) => sum + count, 0);
    return [
        ...shown.map(([message, count]) => (count === 1 ? message : `${message} (${count} times)`)),
        ...(left > 0 ? [`… and ${left} more`] : []),
    ];
}

function sayVerdict(terminal: Terminal, { says, status }: Diagnosis["verdict"]): void {
    const [first = "", ...rest] = wrapped(`verdict: ${printable(says)}`, Math.min(terminal.columns, 110), "", "         ");
    const style = status === "broken" ? "red" : status === "healthy" ? "green" : "yellow";
    terminal.say([first.replace(/^verdict:/, terminal.style(style, "verdict:")), ...rest].join("\n"));
}
