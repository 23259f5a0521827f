import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import type { Watch } from "../../app/watch.ts";
import { collectFlags, collectRequest } from "../collect-flags.ts";
import { showCollected } from "../collect-summary.ts";
import { complain } from "../complain.ts";
import { EXIT } from "../exit-codes.ts";
import { interruptions } from "../interruptions.ts";
import { view } from "../progress.ts";
import { showPlan } from "../show-plan.ts";
import { terminal } from "../terminal.ts";

/** `casefile collect`: one archive; prints its path. */
export function collectCommand(version: string): CommandUnknownOpts {
    return collectFlags().action(async (flags) => {
        const term = terminal(flags);
        const request = await collectRequest(flags, version, term, () => new Date());
        if (!request.ok) {
            process.exitCode = complain(term, request.problem);
            return;
        }
        const [{ collect }, { planOnly }] = await Promise.all([import("../../app/collect.ts"), import("../../app/plan-only.ts")]);
        if (flags.dryRun) {
            const planned = await planOnly(request.value, new AbortController().signal);
            if (planned.ok) showPlan(term, planned.value);
            process.exitCode = planned.ok ? EXIT.done : complain(term, planned.problem);
            return;
        }
        using stops = interruptions(term);
        const numbers = { bytes: 0, gaps: 0 };
        const shown = view(term, { bytes: () => numbers.bytes, gaps: () => numbers.gaps }, Date.now);
        const watch: Watch = {
            progress: shown.show,
            phase: shown.phase,
            bytes: (bytes) => {
                numbers.bytes = bytes;
            },
            gap: () => {
                numbers.gaps++;
            },
        };
        const collected = await collect(request.value, watch, stops).finally(shown.close);
        // What still runs behind a second Ctrl-C is not waited for.
        if (stops.leave.aborted && !collected.ok) process.exit(EXIT.interrupted);
        if (!collected.ok) process.exitCode = complain(term, collected.problem);
        else {
            showCollected(term, collected.value, request.value.output);
            process.exitCode = flags.strict && collected.value.gaps.length > 0 ? EXIT.found : EXIT.done;
        }
    });
}
