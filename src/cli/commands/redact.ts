import { randomBytes } from "node:crypto";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { type CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import type { RedactionReport } from "../../app/redact/redaction-report.ts";
import { fail, ok, type Result } from "../../core/problem.ts";
import type { RedactSpec } from "../../spec/collect-spec.ts";
import { complain } from "../complain.ts";
import { commandWithConnection, connectOptions, namespaces, repeated } from "../connection-flags.ts";
import { EXIT } from "../exit-codes.ts";
import { HIDE, hideClasses } from "../hide-classes.ts";
import { interruptions } from "../interruptions.ts";
import { readSpecs } from "../read-specs.ts";
import { reportProgress } from "../report-progress.ts";
import { type Terminal, terminal } from "../terminal.ts";
import { printable } from "../width.ts";

/** `casefile redact IN -o OUT`: the redaction of this program over what anything made. */
export function redactCommand(): CommandUnknownOpts {
    return commandWithConnection("redact")
        .description("take the secrets out of an archive, a folder or a log that anything made")
        .argument("<in>", "a .tar.gz, .tar, .zip, folder or file, or - for stdin")
        .requiredOption("-o, --output <out>", "folder, .tar.gz, .tar, .zip or file, by its name; - for stdout")
        .option("--force", "replace a file, or a folder that redact made")
        .option("--against-cluster", "also hide the values of the Secrets that the current context can read")
        .option("-f, --file <profile>", "a Profile whose redact block adds keys, patterns, values; repeat for several", repeated)
        .option("--hide <classes>", `also replace these consistently: ${HIDE.join(", ")}`)
        .addOption(
            new Option("--binary <what>", "files that are no text: leave them out, or search their bytes and keep them")
                .choices(["leave-out", "search"] as const)
                .default("leave-out" as const),
        )
        .action(async (from, flags) => {
            const term = terminal(flags);
            const user = await userRules(flags.file ?? [], flags.hide);
            if (!user.ok) {
                process.exitCode = complain(term, user.problem);
                return;
            }
            const { redactPath } = await import("../../app/redact-path.ts");
            const against = { connection: connectOptions(flags, term), namespaces: namespaces(flags) };
            const progress = reportProgress(term, "redacted");
            using stops = interruptions(term);
            const { output: to, force = false, binary } = flags;
            const done = await redactPath(
                {
                    input: from === "-" ? { type: "stream", stream: process.stdin } : { type: "path", path: from },
                    output: to === "-" ? { type: "stream", stream: process.stdout } : { type: "path", path: trimmed(to), force },
                    user: user.value,
                    binary,
                    workers: Math.min(4, availableParallelism()),
                    key: randomBytes(32),
                    temporaryPath: join(tmpdir(), `casefile-${process.pid}-${randomBytes(4).toString("hex")}`),
                    now: () => new Date(),
                    ...(flags.againstCluster ? { against } : {}),
                },
                progress.show,
                stops.stop,
            ).finally(progress.close);
            if (!done.ok) {
                process.exitCode = complain(term, done.problem);
                return;
            }
            if (!term.quiet) showReport(term, done.value);
            if (to !== "-") term.out(to);
            process.exitCode = EXIT.done;
        });
}

/** `out/` is the folder `out`. */
function trimmed(path: string): string {
    return path.replace(/(?<=.)\/+$/, "");
}

async function userRules(files: readonly string[], hidden: string | undefined): Promise<Result<RedactSpec>> {
    const hide = hideClasses(hidden);
    if (!hide.ok) return hide;
    const origins = await readSpecs(files);
    if (!origins.ok) return origins;
    const { loadSpec } = await import("../../spec/load-spec.ts");
    const rules: RedactSpec[] = [];
    for (const origin of origins.value) {
        if (origin.type !== "text") return fail("configuration", "-f: redact reads profiles from files, https or stdin only");
        const loaded = loadSpec(origin.text, origin.origin);
        if (!loaded.ok) return loaded;
        rules.push(loaded.value.spec.redact);
    }
    return ok({
        keys: rules.flatMap(({ keys }) => keys),
        patterns: rules.flatMap(({ patterns }) => patterns),
        values: rules.flatMap(({ values }) => values),
        keep: rules.flatMap(({ keep }) => keep),
        hide: [...new Set([...rules.flatMap((rule) => rule.hide), ...hide.value])],
    });
}

const MAX_SHOWN = 20;

function showReport(term: Terminal, { files, redactions, changed, withheld, notes, nets }: RedactionReport): void {
    const lines = [...withheld.map(({ path, because }) => `left out  ${printable(path)}: ${because}`)];
    lines.push(...notes.map(({ path, says }) => `note      ${printable(path)}: ${says}`));
    for (const line of lines.slice(0, MAX_SHOWN)) term.say(term.style("yellow", line));
    if (lines.length > MAX_SHOWN) term.say(`and ${lines.length - MAX_SHOWN} more: redaction-report.json names all of them`);
    const total = Object.values(redactions).reduce((sum, count) => sum + count, 0);
    term.say(
        `${total} secrets hidden in ${changed.length} of ${files} files, ${withheld.length} left out; nets: ${nets.join("; ")}`,
    );
}
