import { matchesGlob } from "node:path";
import { Argument, type CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import { commandWithTerminal } from "../connection-flags.ts";
import { EXIT } from "../exit-codes.ts";
import { size } from "../size.ts";
import { terminal } from "../terminal.ts";
import { printable } from "../width.ts";
import { withArchive } from "../with-archive.ts";

/** `casefile ls ARCHIVE [GLOB]`: what is in it, read in place. */
export function lsCommand(): CommandUnknownOpts {
    return commandWithTerminal("ls")
        .description("list what is in an archive")
        .addArgument(new Argument("<archive>", "the .tar.gz"))
        .addArgument(new Argument("[glob]", "only paths like this, such as '**/logs/msp/*'"))
        .option("-l, --long", "with sizes")
        .addOption(
            new Option("-o, --output <format>", "shape of the answer")
                .choices(["text", "json"] as const)
                .default("text" as const),
        )
        .action(async (archive, glob, flags) => {
            const term = terminal(flags);
            process.exitCode = await withArchive(term, archive, async (bundle) => {
                const files = (await bundle.files()).filter(({ path }) => glob === undefined || matches(path, glob));
                if (flags.output === "json") {
                    const items = files.map(({ path, size: bytes }) => ({ path, bytes }));
                    term.out(JSON.stringify({ apiVersion: "casefile.dev/v1", kind: "FileList", items }));
                } else if (files.length > 0) {
                    const line = flags.long
                        ? (file: (typeof files)[number]) => `${size(file.size).padStart(9)}  ${printable(file.path)}`
                        : ({ path }: { path: string }) => printable(path);
                    term.out(files.map(line).join("\n"));
                }
                if (files.length === 0 && glob !== undefined) term.say(`nothing in the archive is like ${glob}`);
                return EXIT.done;
            });
        });
}

/** A glob without a slash is looked for in the last part of the path. */
function matches(path: string, glob: string): boolean {
    return matchesGlob(path, glob.includes("/") ? glob : `**/${glob}`);
}
