import { Argument, Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { BUILT_IN_PROFILES, builtInProfile, builtInProfileText } from "../../spec/built-in.ts";
import { complain } from "../complain.ts";
import { commandWithTerminal } from "../connection-flags.ts";
import { terminal } from "../terminal.ts";

/** `casefile profile list|show NAME`: what there is, and a start for one's own. */
export function profileCommand(): CommandUnknownOpts {
    return new Command("profile").description("what is collected: the built-in profiles").addCommand(list()).addCommand(show());
}

function list(): CommandUnknownOpts {
    return commandWithTerminal("list")
        .description("the built-in profiles")
        .action((flags) => {
            const term = terminal(flags);
            for (const name of BUILT_IN_PROFILES) {
                const profile = builtInProfile(name);
                if (!profile.ok) {
                    process.exitCode = complain(term, profile.problem);
                    return;
                }
                term.out(`${term.outStyle("bold", name.padEnd(12))}${profile.value.description ?? ""}`);
            }
        });
}

function show(): CommandUnknownOpts {
    return commandWithTerminal("show")
        .description("print a profile, to read or to start one's own from")
        .addArgument(new Argument("<name>", "which").choices(BUILT_IN_PROFILES))
        .action((name, flags) => terminal(flags).out(builtInProfileText(name)));
}
