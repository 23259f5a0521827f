import { readFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { fail, ok, type Result } from "../../core/problem.ts";
import { parseTalosconfig, type TalosContext } from "./talosconfig.ts";

/** What the user said about Talos, and the environment of the process (`cli/` reads it). */
export interface TalosconfigRequest {
    /** `--talosconfig` */
    readonly talosconfig?: string;
    /** `--talos-context` */
    readonly context?: string;
    readonly environment: { readonly TALOSCONFIG?: string; readonly TALOS_HOME?: string; readonly HOME?: string };
}

/** Where Talos puts the talosconfig of a `ServiceAccount` (talos.dev/v1alpha1) that a pod mounts. */
const SERVICE_ACCOUNT_TALOSCONFIG = "/var/run/secrets/talos.dev/config";

/**
 * The talosconfig's context to use, or undefined where there is none. The order is talosctl's: the flag, `$TALOSCONFIG`, `$TALOS_HOME/config` or
 * `~/.talos/config`, the service account's. What was named and is not there is a failure; what is only looked for in a usual place is not.
 */
export async function findTalosconfig(request: TalosconfigRequest): Promise<Result<TalosContext | undefined>> {
    for (const { file, named } of candidates(request)) {
        const text = await read(file);
        if (!text.ok) return text;
        if (text.value?.trim()) return parseTalosconfig(text.value, file, request.context);
        if (named !== undefined)
            return fail(
                "configuration",
                `${named} names ${file}, which ${text.value === undefined ? "does not exist" : "is empty"}`,
            );
    }
    return request.context === undefined
        ? ok(undefined)
        : fail("configuration", `there is no talosconfig to take the context ${JSON.stringify(request.context)} from`, {
              hint: "name one with --talosconfig FILE",
          });
}

function candidates({
    talosconfig,
    environment,
}: TalosconfigRequest): readonly { readonly file: string; readonly named?: string }[] {
    if (talosconfig) return [{ file: talosconfig, named: "--talosconfig" }];
    if (environment.TALOSCONFIG) return [{ file: environment.TALOSCONFIG, named: "$TALOSCONFIG" }];
    const home =
        environment.TALOS_HOME && isAbsolute(environment.TALOS_HOME)
            ? environment.TALOS_HOME
            : environment.HOME && join(environment.HOME, ".talos");
    return [...(home ? [{ file: join(home, "config") }] : []), { file: SERVICE_ACCOUNT_TALOSCONFIG }];
}

async function read(file: string): Promise<Result<string | undefined>> {
    try {
        return ok(await readFile(file, "utf8"));
    } catch (cause) {
        const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
        if (code === "ENOENT" || code === "ENOTDIR") return ok(undefined);
        return fail("configuration", `the talosconfig ${file} cannot be read (${String(code)})`, { cause });
    }
}
