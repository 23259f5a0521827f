import { Command, type CommandUnknownOpts, Option } from "@commander-js/extra-typings";

/** `casefile version [-o json]`. Without options main.ts answers it before anything is loaded. */
export function versionCommand(version: string): CommandUnknownOpts {
    return new Command("version")
        .description("print the version")
        .addOption(
            new Option("-o, --output <format>", "shape of the answer")
                .choices(["text", "json"] as const)
                .default("text" as const),
        )
        .action(({ output }) => {
            const text =
                output === "json"
                    ? JSON.stringify({ apiVersion: "casefile.dev/v1", kind: "Version", version, node: process.version })
                    : `casefile ${version}`;
            process.stdout.write(`${text}\n`);
        });
}
