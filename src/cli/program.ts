import { Command, CommanderError } from "@commander-js/extra-typings";
import { commands } from "./commands/index.ts";
import { EXIT } from "./exit-codes.ts";

/** Parses the arguments, runs the command and sets the exit code. Never throws. */
export async function main(argv: readonly string[], version: string): Promise<void> {
    // `casefile ls | head`: the reader has what it wanted. No error, no noise.
    process.stdout.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code !== "EPIPE") throw error;
        process.exit(EXIT.done);
    });
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

/** Every command there is; each loads what it needs when it runs. */
export function program(version: string): Command {
    const root = new Command("casefile")
        .description("One command, one archive, no secrets: what is broken in a Kubernetes appliance, why, and what to do next")
        .version(`casefile ${version}`, "-V, --version")
        .helpCommand(false)
        .showSuggestionAfterError()
        .configureHelp({ sortOptions: false })
        .exitOverride();
    for (const command of commands(version))
        root.addCommand(command.exitOverride().showSuggestionAfterError().configureHelp({ sortOptions: false }));
    root.addHelpText(
        "after",
        "\nStart here:\n  casefile demo                  the whole way on a sample cluster, no cluster needed\n  casefile collect               one archive of the cluster kubectl points at\n  casefile diagnose ARCHIVE      what is broken, why, what next\n",
    );
    return root;
}
