import { type CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import { complain } from "../complain.ts";
import { commandWithConnection, connectOptions, namespaces, repeated } from "../connection-flags.ts";
import { EXIT } from "../exit-codes.ts";
import { reportProgress } from "../report-progress.ts";
import { showVerification } from "../show-verification.ts";
import { terminal } from "../terminal.ts";

/** `casefile verify ARCHIVE`: is it whole, and is there a secret in it. */
export function verifyCommand(version: string): CommandUnknownOpts {
    return commandWithConnection("verify")
        .description(
            "check that an archive is whole and that there is no secret in it; takes other tools' archives and folders too",
        )
        .argument("<archive>", "a .tar.gz, .tar, .zip, folder or file")
        .option("--against-cluster", "also search for the values of the Secrets that the current context can read")
        .option("--keep <text>", "a text that is no leak; repeat for several", repeated)
        .addOption(
            new Option("-o, --output <format>", "shape of the answer")
                .choices(["text", "json", "sarif"] as const)
                .default("text" as const),
        )
        .action(async (path, flags) => {
            const term = terminal(flags);
            const [{ verify }, { isClean }] = await Promise.all([
                import("../../app/verify.ts"),
                import("../../app/verification.ts"),
            ]);
            const against = { connection: connectOptions(flags, term), namespaces: namespaces(flags) };
            const progress = reportProgress(term, "searched");
            const verified = await verify(
                { path, keep: flags.keep ?? [], now: () => new Date(), ...(flags.againstCluster ? { against } : {}) },
                progress.show,
                new AbortController().signal,
            ).finally(progress.close);
            if (!verified.ok) {
                process.exitCode = complain(term, verified.problem);
                return;
            }
            if (flags.output === "json") term.out(JSON.stringify(verified.value, undefined, 2));
            else if (flags.output === "sarif") {
                const { sarifOf } = await import("../../app/sarif.ts");
                term.out(JSON.stringify(sarifOf(verified.value, version), undefined, 2));
            } else showVerification(term, verified.value);
            process.exitCode = isClean(verified.value) ? EXIT.done : EXIT.found;
        });
}
