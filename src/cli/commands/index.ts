import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { collectCommand } from "./collect.ts";
import { profileCommand } from "./profile.ts";
import { versionCommand } from "./version.ts";

/** The registry of commands, in the order in which the help names them. */
export function commands(version: string): CommandUnknownOpts[] {
    return [collectCommand(version), profileCommand(), versionCommand(version)];
}
