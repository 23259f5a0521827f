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
            const [{ RULES }, { explainAll }, { wrapped }] = await Promise.all([
                import("../../diagnose/rules/index.ts"),
                import("../../diagnose/explain.ts"),
                import("../../diagnose/wrap.ts"),
            ]);
            if (id === undefined) {
                term.out(RULES.map((rule) => `${term.outStyle("bold", rule.id.padEnd(44))} ${rule.title}`).join("\n"));
                return;
            }
            const known = explainAll(RULES);
            const found = known.find((each) => each.id === id);
            if (!found) {
                const near = known.filter((each) => each.id.includes(id)).map((each) => each.id);
                const hint = near.length > 0 ? `one of: ${near.slice(0, 8).join(", ")}` : "casefile explain lists them";
                process.exitCode = complain(term, { code: "configuration", message: `there is no rule ${id}`, hint });
                return;
            }
            const { title, means, fix, layer, source } = found;
            const parts = [`${term.outStyle("bold", id)} (${layer}): ${title}`, means, `What to do: ${fix}`, `Source: ${source}`];
            const width = Math.max(40, Math.min(process.stdout.columns ?? 80, 110));
            term.out(parts.map((part) => wrapped(part, width, "").join("\n")).join("\n\n"));
        });
}
