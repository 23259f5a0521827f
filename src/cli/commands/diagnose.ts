import { type CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import type { Diagnosis } from "../../diagnose/diagnosis.ts";
import { complain } from "../complain.ts";
import { commandWithTerminal } from "../connection-flags.ts";
import { EXIT } from "../exit-codes.ts";
import { type Style, type Terminal, terminal } from "../terminal.ts";

const PAINT = {
    broken: "red",
    degraded: "yellow",
    healthy: "green",
    unknown: "cyan",
    strong: "bold",
    faint: "dim",
} as const satisfies Record<string, Style>;

/** `casefile diagnose ARCHIVE`: the verdict over an archive or a plain folder, as text, JSON or the page. */
export function diagnoseCommand(): CommandUnknownOpts {
    return commandWithTerminal("diagnose")
        .description("say what is broken, why, and what to do next")
        .argument("<archive>", "an archive, or a folder of manifests and logs")
        .addOption(
            new Option("-o, --output <format>", "shape of the answer")
                .choices(["text", "json"] as const)
                .default("text" as const),
        )
        .option("--rule <id>", "only this rule, or rules that begin so, such as storage.")
        .addOption(
            new Option("--layer <name>", "only findings of this layer").choices([
                "talos",
                "kubernetes",
                "gitops",
                "application",
            ] as const),
        )
        .option("--strict", "exit with 3 on a critical finding")
        .action(async (path, flags) => {
            const term = terminal(flags);
            const { diagnosePath } = await import("../../app/diagnose-path.ts");
            const diagnosed = await diagnosePath(
                path,
                {
                    ...(flags.rule === undefined ? {} : { rule: flags.rule }),
                    ...(flags.layer === undefined ? {} : { layer: flags.layer }),
                },
                new AbortController().signal,
            );
            if (!diagnosed.ok) {
                process.exitCode = complain(term, diagnosed.problem);
                return;
            }
            if (flags.output === "json") term.out(JSON.stringify(diagnosed.value, undefined, 2));
            else await showDiagnosis(term, diagnosed.value);
            process.exitCode =
                flags.strict && diagnosed.value.roots.some(({ severity }) => severity === "critical") ? EXIT.found : EXIT.done;
        });
}

/** The verdict for a terminal, on stdout. */
export async function showDiagnosis(term: Terminal, diagnosis: Diagnosis, roots?: number): Promise<void> {
    const { reportText } = await import("../../diagnose/report-text.ts");
    const width = Math.max(40, Math.min(process.stdout.columns ?? 80, 110));
    term.out(
        reportText(diagnosis, {
            width,
            paint: (style, text) => term.outStyle(PAINT[style], text),
            ...(roots === undefined ? {} : { roots }),
        }),
    );
}
