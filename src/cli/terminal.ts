import { styleText } from "node:util";

/** What the command line knows of the world around it. Everything below cli/ gets what it needs of this as arguments. */
export interface Terminal {
    readonly env: Readonly<Record<string, string | undefined>>;
    /** Columns of stderr, 80 where it has none. */
    readonly columns: number;
    /** Whether a live view may be drawn on stderr. */
    readonly live: boolean;
    /** Whether stdout is a terminal. */
    readonly interactive: boolean;
    readonly quiet: boolean;
    readonly verbosity: number;
    readonly logFormat: "text" | "json";
    /** The result and nothing else. False when the reader has gone away. */
    out(text: string): void;
    /** A line for a person: progress, warnings, hints. */
    say(text: string): void;
    style(format: Style, text: string): string;
    /** The same for stdout. */
    outStyle(format: Style, text: string): string;
}
export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

export interface TerminalFlags {
    readonly quiet?: boolean | undefined;
    readonly verbose?: number | true | undefined;
    /** commander gives `--no-color` as false. */
    readonly color?: boolean | undefined;
    readonly logFormat?: "text" | "json" | undefined;
}

/** The process's terminal. Colours follow NO_COLOR (no-color.org), --no-color and whether the stream is a terminal. */
export function terminal(flags: TerminalFlags): Terminal {
    const { env } = process;
    const colour = (stream: NodeJS.WriteStream) =>
        flags.color !== false && !env.NO_COLOR && env.TERM !== "dumb" && stream.isTTY === true;
    const quiet = flags.quiet ?? false;
    const logFormat = flags.logFormat ?? "text";
    const verbosity = Number(flags.verbose ?? 0);
    const painted = (on: boolean) => (format: Style, text: string) =>
        on ? styleText(format, text, { validateStream: false }) : text;
    return {
        env,
        columns: process.stderr.columns ?? 80,
        live: process.stderr.isTTY === true && env.TERM !== "dumb" && !quiet && verbosity === 0 && logFormat === "text",
        interactive: process.stdout.isTTY === true,
        quiet,
        verbosity,
        logFormat,
        out: (text) => void process.stdout.write(text.endsWith("\n") ? text : `${text}\n`),
        say: (text) =>
            void process.stderr.write(
                logFormat === "json" ? `${JSON.stringify({ level: "info", message: text })}\n` : `${text}\n`,
            ),
        style: painted(colour(process.stderr)),
        outStyle: painted(colour(process.stdout)),
    };
}
