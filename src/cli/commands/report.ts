import { spawn } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { complain } from "../complain.ts";
import { commandWithTerminal } from "../connection-flags.ts";
import { EXIT } from "../exit-codes.ts";
import { terminal } from "../terminal.ts";
import { withArchive } from "../with-archive.ts";

/** `casefile report ARCHIVE`: takes the page out of the archive and opens it in the browser. */
export function reportCommand(): CommandUnknownOpts {
    return commandWithTerminal("report")
        .description("open the page that is inside an archive")
        .argument("<archive>", "the .tar.gz")
        .option("-o, --output <file>", "only write it there")
        .action(async (archive, flags) => {
            const term = terminal(flags);
            process.exitCode = await withArchive(term, archive, async (bundle) => {
                const page = await bundle.document("report.html");
                if (!page)
                    return complain(term, {
                        code: "not-found",
                        message: `${archive} has no report.html`,
                        hint: `casefile diagnose ${archive}`,
                    });
                const file = flags.output ?? join(await mkdtemp(join(tmpdir(), "casefile-report-")), "report.html");
                await writeFile(file, page, { mode: 0o600 });
                if (flags.output === undefined) open(file);
                term.out(file);
                return EXIT.done;
            });
        });
}

/** Where there is no browser to open it in, its path on stdout has to do. */
function open(file: string): void {
    const [program, ...args] =
        process.platform === "darwin" ? ["open"] : process.platform === "win32" ? ["cmd", "/c", "start", ""] : ["xdg-open"];
    if (program)
        spawn(program, [...args, file], { stdio: "ignore", detached: true })
            .on("error", () => undefined)
            .unref();
}
