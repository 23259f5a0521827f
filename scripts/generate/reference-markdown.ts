import type { CommandUnknownOpts } from "@commander-js/extra-typings";

/** docs/reference.md: every command with its arguments and flags, as its own help says it. */
export function referenceMarkdown(root: CommandUnknownOpts): string {
    const head =
        "# Command line reference\n\nGenerated from the commands by `make generate`. stdout carries the result and nothing else; progress and hints go to stderr.\n\n";
    const codes =
        "Exit codes: **0** done (for `collect`: an archive is sealed, gaps or not) · **1** it is not · **2** wrong usage or configuration, nothing was touched · **3** done, but something is missing or found (`--strict`; `verify` always) · **130** cut off by a second Ctrl-C.\n";
    return head + codes + root.commands.flatMap((command) => sections(command, "casefile")).join("");
}

function sections(command: CommandUnknownOpts, parent: string): string[] {
    const name = `${parent} ${command.name()}`;
    if (command.commands.length > 0) return command.commands.flatMap((sub) => sections(sub, name));
    const words = [
        name,
        ...command.registeredArguments.map((argument) => shown(argument.name(), argument.required, argument.variadic)),
    ].join(" ");
    const rows = command.options.map(({ flags, description, argChoices, defaultValue }) => {
        const more = [
            ...(argChoices ? [argChoices.join(", ")] : []),
            ...(defaultValue === undefined || typeof defaultValue === "boolean" || defaultValue === 0
                ? []
                : [`default ${defaultValue}`]),
        ];
        return `| \`${flags}\` | ${description}${more.length > 0 ? ` (${more.join("; ")})` : ""} |\n`;
    });
    const args = command.registeredArguments.map((argument) => `- \`${argument.name()}\`: ${argument.description}\n`).join("");
    return [
        `\n## ${name}\n\n\`${words}\`\n\n${capital(command.description())}.\n${args ? `\n${args}` : ""}\n| flag | |\n|---|---|\n${rows.join("")}`,
    ];
}

function shown(name: string, required: boolean, variadic: boolean): string {
    const dots = variadic ? "…" : "";
    return required ? `${name.toUpperCase()}${dots}` : `[${name.toUpperCase()}${dots}]`;
}

function capital(text: string): string {
    return text.charAt(0).toUpperCase() + text.slice(1);
}
