import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { catCommand } from "./cat.ts";
import { collectCommand } from "./collect.ts";
import { demoCommand } from "./demo.ts";
import { diagnoseCommand } from "./diagnose.ts";
import { explainCommand } from "./explain.ts";
import { logsCommand } from "./logs.ts";
import { lsCommand } from "./ls.ts";
import { profileCommand } from "./profile.ts";
import { rbacCommand } from "./rbac.ts";
import { redactCommand } from "./redact.ts";
import { repairCommand } from "./repair.ts";
import { reportCommand } from "./report.ts";
import { verifyCommand } from "./verify.ts";
import { versionCommand } from "./version.ts";

/** The registry of commands, in the order in which the help names them. */
export function commands(version: string): CommandUnknownOpts[] {
    return [
        demoCommand(version),
        collectCommand(version),
        diagnoseCommand(),
        reportCommand(),
        lsCommand(),
        catCommand(),
        logsCommand(),
        verifyCommand(version),
        redactCommand(),
        repairCommand(version),
        explainCommand(),
        profileCommand(),
        rbacCommand(version),
        versionCommand(version),
    ];
}
