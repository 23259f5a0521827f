import { type CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import { BUILT_IN_PROFILES } from "../../spec/built-in.ts";
import { collectDefaults, collectRequest } from "../collect-flags.ts";
import { complain } from "../complain.ts";
import { commandWithConnection, repeated } from "../connection-flags.ts";
import { EXIT } from "../exit-codes.ts";
import { terminal } from "../terminal.ts";

/** `casefile rbac`: the least RBAC that a collection needs, as YAML. */
export function rbacCommand(version: string): CommandUnknownOpts {
    return commandWithConnection("rbac")
        .description("print the RBAC that a collection needs; with -n, -f or --profile what just that needs")
        .option("-f, --filename <file>", "a Profile or Techsupport; repeat for several", repeated)
        .addOption(new Option("--profile <name>", "a built-in profile").choices(BUILT_IN_PROFILES))
        .option("--missing", "only what the current user lacks")
        .action(async (flags) => {
            const term = terminal(flags);
            const { READ_EVERYTHING, rbacYaml } = await import("../../app/rbac.ts");
            const general =
                !flags.missing && flags.namespace === undefined && flags.filename === undefined && flags.profile === undefined;
            if (general) {
                term.out(rbacYaml(READ_EVERYTHING));
                return;
            }
            const request = await collectRequest({ ...collectDefaults(), ...flags }, version, term, () => new Date());
            if (!request.ok) {
                process.exitCode = complain(term, request.problem);
                return;
            }
            const { planOnly } = await import("../../app/plan-only.ts");
            const planned = await planOnly(request.value, new AbortController().signal);
            if (!planned.ok) {
                process.exitCode = complain(term, planned.problem);
                return;
            }
            const yaml = flags.missing ? planned.value.missingRbac : rbacYaml(planned.value.tasks.flatMap(({ needs }) => needs));
            if (yaml === "") term.say("nothing is missing");
            else term.out(yaml);
            process.exitCode = EXIT.done;
        });
}
