import { existsSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { Option } from "@commander-js/extra-typings";
import type { CollectRequest, Output, Overrides } from "../app/collect-request.ts";
import { fail, ok, type Result } from "../core/problem.ts";
import { parseDurationMs, parseQuantity } from "../core/quantity.ts";
import { BUILT_IN_PROFILES } from "../spec/built-in.ts";
import { commandWithConnection, connectOptions, given, namespaces, repeated } from "./connection-flags.ts";
import { HIDE, hideClasses } from "./hide-classes.ts";
import { readSpecs } from "./read-specs.ts";
import type { Terminal } from "./terminal.ts";

/** `collect` with its flags (contracts: the command line). */
export function collectFlags() {
    return commandWithConnection("collect")
        .description("collect one archive of a cluster and print its path")
        .option(
            "-f, --filename <file>",
            "a Profile or Techsupport: file, https URL, - or configmap/NAMESPACE/NAME; repeat for several",
            repeated,
        )
        .addOption(
            new Option("--profile <name>", "a built-in profile; without it the one that fits the cluster").choices(
                BUILT_IN_PROFILES,
            ),
        )
        .option("-o, --output <path>", "where the archive goes: a file, a folder, or - for stdout", ".")
        .option("--force", "overwrite an archive that is there already")
        .option("--since <duration>", "only log lines not older than this, such as 24h")
        .option("--timeout <duration>", "of the whole run; what is not collected by then is listed in the archive")
        .option("--max-bytes <size>", "of the archive, such as 2Gi")
        .option("--max-log-bytes <size>", "of one container's log, newest part, such as 10Mi")
        .option("--include <glob>", "only these, KIND or KIND/NAMESPACE with * and ?; repeat for several", repeated)
        .option("--exclude <glob>", "not these, likewise", repeated)
        .option("--concurrency <number>", "requests at a time", "8")
        .option("--managed-fields", "keep metadata.managedFields")
        .option("--hide <classes>", `also replace these consistently: ${HIDE.join(", ")}`)
        .option("--talosconfig <file>", "talosconfig of the cluster's Talos API")
        .option("--talos-context <name>", "its context to use")
        .option("--talos-nodes <nodes>", "Talos nodes to ask, separated by commas")
        .option("--dry-run", "print the plan and the permissions it needs; collect nothing")
        .option("--strict", "exit with 3 when anything could not be had")
        .option("--no-diagnose", "collect only");
}
export type CollectFlags = ReturnType<ReturnType<typeof collectFlags>["opts"]>;

/** What `collect` without a flag would do: for commands that collect on the way. */
export function collectDefaults(): CollectFlags {
    return collectFlags().parse([], { from: "user" }).opts();
}

/** The flags as the engine takes them; `configuration` names the flag that is wrong. */
export async function collectRequest(
    flags: CollectFlags,
    version: string,
    terminal: Terminal,
    now: () => Date,
): Promise<Result<CollectRequest>> {
    if (flags.filename && flags.profile)
        return fail("configuration", "-f and --profile exclude each other: give the profile's own file with -f");
    const specs = await readSpecs(flags.filename ?? []);
    if (!specs.ok) return specs;
    const overrides = overridesOf(flags);
    if (!overrides.ok) return overrides;
    const concurrency = Number(flags.concurrency);
    if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 64)
        return fail("configuration", `--concurrency ${flags.concurrency}: a whole number from 1 to 64`);
    const name = `casefile-${now().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-")}`;
    const output = outputOf(flags, name, terminal);
    if (!output.ok) return output;
    return ok({
        version,
        connection: connectOptions(flags, terminal),
        specs: specs.value,
        ...given({ profile: flags.profile }),
        overrides: overrides.value,
        narrowing: { namespaces: namespaces(flags), include: flags.include ?? [], exclude: flags.exclude ?? [] },
        concurrency,
        output: output.value,
        topFolder: output.value.type === "file" ? stem(output.value.path) : name,
        diagnose: flags.diagnose,
        now,
    });
}

function overridesOf(flags: CollectFlags): Result<Overrides> {
    const since = measured("--since", flags.since, parseDurationMs);
    const timeoutMs = measured("--timeout", flags.timeout, parseDurationMs);
    const maxBytes = measured("--max-bytes", flags.maxBytes, parseQuantity);
    const maxLogBytes = measured("--max-log-bytes", flags.maxLogBytes, parseQuantity);
    for (const one of [since, timeoutMs, maxBytes, maxLogBytes]) if (!one.ok) return one;
    const hide = hideClasses(flags.hide);
    if (!hide.ok) return hide;
    const nodes = flags.talosNodes?.split(",").filter(Boolean);
    const asked = flags.talosconfig !== undefined || flags.talosContext !== undefined || nodes !== undefined;
    const talos = {
        ...given({ talosconfig: flags.talosconfig, context: flags.talosContext, nodes }),
        ...(asked ? { when: "required" as const } : {}),
    };
    return ok({
        ...given({
            sinceSeconds: since.ok && since.value !== undefined ? Math.ceil(since.value / 1000) : undefined,
            timeoutMs: timeoutMs.ok ? timeoutMs.value : undefined,
            maxBytes: maxBytes.ok ? maxBytes.value : undefined,
            maxLogBytes: maxLogBytes.ok ? maxLogBytes.value : undefined,
            managedFields: flags.managedFields,
        }),
        hide: hide.value,
        talos,
    });
}

function measured(flag: string, text: string | undefined, parse: (text: string) => Result<number>): Result<number | undefined> {
    if (text === undefined) return ok(undefined);
    const value = parse(text);
    if (!value.ok) return fail("configuration", `${flag}: ${value.problem.message}`);
    return value.value > 0 ? value : fail("configuration", `${flag} ${text}: must be more than nothing`);
}

/** An archive unpacks into a folder of its own name. */
function stem(path: string): string {
    return basename(path).replace(/(?<=.)\.(?:tar\.gz|tgz)$/, "");
}

function outputOf({ output, force }: CollectFlags, name: string, terminal: Terminal): Result<Output> {
    if (output === "-") {
        if (terminal.interactive)
            return fail("configuration", "-o - would write the archive to the terminal", {
                hint: "casefile collect -o - > archive.tar.gz",
            });
        return ok({ type: "stream", stream: process.stdout });
    }
    if (output === "")
        return fail("configuration", "-o: the name is empty", { hint: "name a file or a folder, or - for stdout" });
    const folder = output.endsWith("/") || (existsSync(output) && statSync(output).isDirectory());
    return ok({ type: "file", path: folder ? join(output, `${name}.tar.gz`) : output, force: force ?? false });
}
