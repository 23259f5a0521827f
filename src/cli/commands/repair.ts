import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { complain } from "../complain.ts";
import { commandWithTerminal } from "../connection-flags.ts";
import { EXIT } from "../exit-codes.ts";
import { terminal } from "../terminal.ts";

/** `casefile repair FILE.partial`: a readable archive from what a killed run left. */
export function repairCommand(version: string): CommandUnknownOpts {
    return commandWithTerminal("repair")
        .description("make a readable archive of what a killed run left")
        .argument("<partial>", "the .partial file")
        .option("-o, --output <path>", "where the archive goes; the name without .partial when absent")
        .option("--force", "overwrite an archive that is there already")
        .action(async (from, flags) => {
            const term = terminal(flags);
            const to = flags.output ?? from.replace(/\.partial$/, "");
            if (to === from) {
                process.exitCode = complain(term, {
                    code: "configuration",
                    message: `${from} does not end in .partial`,
                    hint: "name the result with -o",
                });
                return;
            }
            const { repair } = await import("../../bundle/repair.ts");
            const repaired = await repair({
                from,
                to,
                overwrite: flags.force ?? false,
                tool: { name: "casefile", version },
                clock: () => new Date(),
            });
            if (!repaired.ok) {
                process.exitCode = complain(term, repaired.problem);
                return;
            }
            if (!term.quiet)
                term.say(
                    `${term.style("green", "repaired")} ${repaired.value.entries} items; its manifest says that anything may be missing`,
                );
            term.out(to);
            process.exitCode = EXIT.done;
        });
}
