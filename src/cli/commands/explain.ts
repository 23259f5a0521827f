import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { complain } from "../complain.ts";
import { commandWithTerminal } from "../connection-flags.ts";
import { terminal } from "../terminal.ts";

/** `casefile explain [RULE]`: what a finding means and how to fix it; without a rule, the list. */
export function explainCommand(): CommandUnknownOpts {
    return commandWithTerminal("explain")
        .description("say what a rule of the diagnosis means and how to fix what it finds")
        .argument("[rule]", "such as storage.class-missing; without it all are listed")
        .action(async (id, flags) => {
            const term = terminal(flags);
            const { RULES } = await import("../../diagnose/rules/index.ts");
            if (id === undefined) {
                term.out(RULES.map((rule) => `${term.outStyle("bold", rule.id.padEnd(44))} ${rule.title}`).join("\n"));
                return;
            }
            const rule = RULES.find((each) => each.id === id);
            if (!rule) {
                const near = RULES.filter((each) => each.id.includes(id)).map((each) => each.id);
                const hint = near.length > 0 ? `one of: ${near.slice(0, 8).join(", ")}` : "casefile explain lists them";
                process.exitCode = complain(term, { code: "configuration", message: `there is no rule ${id}`, hint });
                return;
            }
            const parts = [
                `${term.outStyle("bold", rule.id)} (${rule.layer}): ${rule.title}`,
                rule.means,
                `What to do: ${rule.fix}`,
                `Source: ${rule.source}`,
            ];
            term.out(parts.join("\n\n"));
        });
}
