import type { Output } from "../app/collect-request.ts";
import type { Collected } from "../app/collected.ts";
import type { Diagnosis } from "../diagnose/diagnosis.ts";
import { wrapped } from "../diagnose/wrap.ts";
import { duration, size } from "./size.ts";
import type { Style, Terminal } from "./terminal.ts";
import { printable } from "./width.ts";

const SHOWN_GAPS = 5;

/** The path on stdout; for a person what is in it, what is missing, and what to do with it. */
export function showCollected(terminal: Terminal, collected: Collected, output: Output): void {
    if (!terminal.quiet) {
        const { bytes, entries, milliseconds, gaps, notes } = collected;
        for (const note of notes) sayWrapped(terminal, "note:", "yellow", note);
        const items = `${entries} ${entries === 1 ? "item" : "items"}`;
        terminal.say(`${terminal.style("green", "collected")} ${items}, ${size(bytes)}, in ${duration(milliseconds)}`);
        if (gaps.length > 0)
            terminal.say(`${terminal.style("yellow", `${gaps.length} could not be had`)}, listed in errors.txt:`);
        for (const line of gapLines(gaps))
            for (const part of wrapped(printable(line), terminal.live ? width(terminal) : Number.POSITIVE_INFINITY, "  ", "    "))
                terminal.say(part);
        if (gaps.some(({ problem }) => problem.code === "forbidden"))
            terminal.say(`${terminal.style("cyan", "hint:")}  casefile rbac --missing prints what would allow the rest`);
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
    const style = status === "broken" ? "red" : status === "healthy" ? "green" : "yellow";
    sayWrapped(terminal, "verdict:", style, says);
}

/** A program reads whole sentences; a person no lines that are longer than a page is wide. */
function width({ columns, logFormat }: Terminal): number {
    return logFormat === "json" ? Number.POSITIVE_INFINITY : Math.min(columns, 110);
}

/** A paragraph that hangs below its first word. */
function sayWrapped(terminal: Terminal, label: string, style: Style, text: string): void {
    const hanging = " ".repeat(label.length + 1);
    const [first = "", ...rest] = wrapped(`${label} ${printable(text)}`, width(terminal), "", hanging);
    terminal.say([`${terminal.style(style, label)}${first.slice(label.length)}`, ...rest].join("\n"));
}
