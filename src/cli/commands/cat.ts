import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { complain } from "../complain.ts";
import { commandWithTerminal } from "../connection-flags.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { terminal } from "../terminal.ts";
import { copyOut, withArchive } from "../with-archive.ts";

/** `casefile cat ARCHIVE PATH…`: files of an archive on stdout, read in place. */
export function catCommand(): CommandUnknownOpts {
    return commandWithTerminal("cat")
        .description("print files of an archive")
        .argument("<archive>", "the .tar.gz")
        .argument("<paths...>", "as `casefile ls` prints them")
        .action(async (archive, paths, flags) => {
            const term = terminal(flags);
            process.exitCode = await withArchive(term, archive, async (bundle) => {
                let code: ExitCode = EXIT.done;
                for (const path of paths) {
                    const file = await bundle.file(path);
                    if (file) await copyOut(file.chunks());
                    else
                        code = complain(term, {
                            code: "not-found",
                            message: `${path} is not in ${archive}`,
                            hint: `casefile ls ${archive} '*${lastPart(path)}*'`,
                        });
                }
                return code;
            });
        });
}

function lastPart(path: string): string {
    return path.slice(path.lastIndexOf("/") + 1).replace(/\.[a-z]+$/, "");
}
