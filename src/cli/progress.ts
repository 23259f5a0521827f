import type { Progress } from "../plan/run.ts";
import { duration, size } from "./size.ts";
import type { Terminal } from "./terminal.ts";
import { fitted, printable } from "./width.ts";

/** What the view shows beside the tasks. */
export interface Numbers {
    /** Of the archive so far. */
    bytes(): number;
    gaps(): number;
}

/** A watcher of one run. Close it before anything else is said. */
export interface View {
    show(progress: Progress): void;
    /** What happens before and after the tasks: `reading Secrets`. */
    phase(title: string): void;
    close(): void;
}

const REDRAW_MS = 120;
const PLAIN_MS = 5_000;
/** After so long without the end of a task, how long the rest takes cannot be told from those before. */
const STUCK_MS = 4_000;

/** A live view on a terminal, a plain line every few seconds elsewhere and with -v one for each task, nothing when quiet. */
export function view(terminal: Terminal, numbers: Numbers, now: () => number): View {
    if (terminal.quiet) return { show: () => undefined, phase: () => undefined, close: () => undefined };
    const state = { planned: 0, done: 0, running: new Map<string, string>(), phase: "connecting", started: now(), moved: now() };
    const lines = () => drawn(state, numbers, now());
    const draw = terminal.live ? live(terminal, lines) : plain(terminal, lines);
    const timer = setInterval(draw, terminal.live ? REDRAW_MS : PLAIN_MS);
    timer.unref();
    return {
        show(progress) {
            if (progress.type === "planned") state.planned += progress.tasks;
            if (progress.type === "started") state.running.set(progress.task.id, progress.task.title);
            if (progress.type === "ended") {
                state.done++;
                state.moved = now();
                state.running.delete(progress.task.id);
                if (terminal.verbosity > 0) terminal.say(`${progress.outcome.padEnd(7)}  ${printable(progress.task.title)}`);
            }
        },
        phase(title) {
            state.phase = title;
            if (terminal.live || terminal.verbosity > 0) draw();
        },
        close() {
            clearInterval(timer);
            if (terminal.live) process.stderr.write(CLEAR);
        },
    };
}

interface State {
    readonly planned: number;
    readonly done: number;
    readonly running: ReadonlyMap<string, string>;
    readonly phase: string;
    /** When it began, and when the last task ended; milliseconds since 1970. */
    readonly started: number;
    readonly moved: number;
}

/** The first line is the sum; the others say what runs now. */
function drawn({ planned, done, running, phase, started, moved }: State, numbers: Numbers, now: number): string[] {
    const elapsedMs = now - started;
    if (planned === 0) return [`${phase} … ${duration(elapsedMs)}`];
    const bytes = numbers.bytes();
    const gaps = numbers.gaps();
    const [waiting] = running.values();
    const estimate = done > 20 && done < planned ? `about ${duration((elapsedMs / done) * (planned - done))} left` : "";
    const left = now - moved > STUCK_MS && waiting !== undefined ? `waiting for ${printable(waiting)}` : estimate;
    const parts = [
        `${done}/${planned}`,
        size(bytes),
        `${size((bytes / Math.max(elapsedMs, 1)) * 1000)}/s`,
        duration(elapsedMs),
        left,
        gaps === 0 ? "" : `${gaps} ${gaps === 1 ? "gap" : "gaps"}`,
    ];
    return [`${phase}  ${parts.filter(Boolean).join(" · ")}`, ...[...running.values()].slice(0, 4).map((title) => `  ${title}`)];
}

/** Erases from here to the end of the screen. ECMA-48 ED. */
const CLEAR = "\u001b[J";

function live(terminal: Terminal, lines: () => string[]): () => void {
    return () => {
        const shown = lines().map((line) => fitted(line, process.stderr.columns ?? terminal.columns));
        const [first = "", ...rest] = shown;
        const up = rest.length === 0 ? "\r" : `\u001b[${rest.length}A\r`;
        process.stderr.write(
            `${CLEAR}${terminal.style("bold", first)}${rest.map((line) => `\n${terminal.style("dim", line)}`).join("")}${up}`,
        );
    };
}

function plain(terminal: Terminal, lines: () => string[]): () => void {
    return () => terminal.say(lines()[0] ?? "");
}
