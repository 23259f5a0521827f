import { Command, CommanderError, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { diskProblem } from "../bundle/disk-problem.ts";
import { commands } from "./commands/index.ts";
import { EXIT } from "./exit-codes.ts";

/** Parses the arguments, runs the command and sets the exit code. Never throws. */
export async function main(argv: readonly string[], version: string): Promise<void> {
    surviveLostReaders();
    try {
        await program(version).parseAsync(argv);
    } catch (error) {
        if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
        else {
            const trace = argv.includes("-vv") && error instanceof Error ? error.stack : undefined;
            process.stderr.write(
                `error: ${error instanceof Error ? error.message : String(error)}\n${trace ? `${trace}\n` : ""}`,
            );
            process.stderr.write("hint:  this is a defect in casefile; the same command with -vv says where\n");
            process.exitCode = EXIT.failed;
        }
    }
}

/** commander passes these on to no command that was made by itself, nor to those below it. */
function settled(command: CommandUnknownOpts): CommandUnknownOpts {
    for (const below of command.commands) settled(below);
    return command.exitOverride().showSuggestionAfterError().configureHelp({ sortOptions: false });
}

/**
 * `casefile ls | head`: the reader has what it wanted; no error, no noise. Where an archive goes down the pipe, whoever writes it listens
 * too and says what is lost. Nobody to read progress and warnings is no reason to end a run, nor is a terminal that is closed (EIO).
 */
function surviveLostReaders(): void {
    process.stderr.on("error", () => undefined);
    process.stdout.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "EIO" || process.stdout.listenerCount("error") > 1) return;
        if (error.code === "EPIPE") process.exit(EXIT.done);
        process.stderr.write(`error: ${diskProblem("writing to standard output", error).message}\n`);
        process.exit(EXIT.failed);
    });
}

/** Every command there is; each loads what it needs when it runs. */
export function program(version: string): Command {
    const root = new Command("casefile")
        .description("One command, one archive, no secrets: what is broken in a Kubernetes appliance, why, and what to do next")
        .version(`casefile ${version}`, "-V, --version")
        .helpCommand(false)
        .showSuggestionAfterError()
        .configureHelp({ sortOptions: false })
        .exitOverride();
    for (const command of commands(version)) root.addCommand(settled(command));
    root.addHelpText(
        "after",
        "\nStart here:\n  casefile demo                  the whole way on a sample cluster, no cluster needed\n  casefile collect               one archive of the cluster kubectl points at\n  casefile diagnose ARCHIVE      what is broken, why, what next\n",
    );
    return root;
}
