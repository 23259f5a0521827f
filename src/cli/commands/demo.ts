import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { collectDefaults, collectRequest } from "../collect-flags.ts";
import { showCollected } from "../collect-summary.ts";
import { complain } from "../complain.ts";
import { commandWithTerminal } from "../connection-flags.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { interruptions } from "../interruptions.ts";
import { view } from "../progress.ts";
import { type Terminal, terminal } from "../terminal.ts";
import { withArchive } from "../with-archive.ts";
import { showDiagnosis } from "./diagnose.ts";

/** `casefile demo`: the sample appliance on loopback, collected from and diagnosed: the whole way without a cluster. */
export function demoCommand(version: string): CommandUnknownOpts {
    return commandWithTerminal("demo")
        .description("collect from and diagnose a sample cluster on loopback; no cluster needed")
        .option("-o, --output <path>", "where the archive goes: a file or a folder", ".")
        .action(async (flags) => {
            const term = terminal(flags);
            const folder = await mkdtemp(join(tmpdir(), "casefile-demo-"));
            using stops = interruptions(term);
            const [{ startSample }, { startSampleMachines }] = await Promise.all([
                import("../../demo/sample.ts"),
                import("../../demo/sample-machines.ts"),
            ]);
            const identity = { token: randomBytes(16).toString("hex"), serial: randomBytes(16), now: new Date() };
            const sample = await startSample(identity, stops.leave);
            const machines = await startSampleMachines(identity.now);
            try {
                const kubeconfig = join(folder, "kubeconfig");
                const talosconfig = join(folder, "talosconfig");
                await writeFile(kubeconfig, sample.kubeconfig, { mode: 0o600 });
                await writeFile(talosconfig, machines.talosconfig({ roles: ["os:reader"] }), { mode: 0o600 });
                if (!term.quiet) term.say(`A broken appliance answers as a Kubernetes API on ${sample.url}`);
                if (!term.quiet) term.say(`$ casefile collect --kubeconfig ${kubeconfig} --talosconfig ${talosconfig}`);
                process.exitCode = await collected(term, { ...flags, kubeconfig, talosconfig }, version, stops);
            } finally {
                await Promise.all([sample.close(), machines.close()]);
                await rm(folder, { recursive: true, force: true });
            }
        });
}

async function collected(
    term: Terminal,
    flags: { readonly output: string; readonly kubeconfig: string; readonly talosconfig: string },
    version: string,
    stops: ReturnType<typeof interruptions>,
): Promise<ExitCode> {
    const request = await collectRequest({ ...collectDefaults(), ...flags }, version, term, () => new Date());
    if (!request.ok) return complain(term, request.problem);
    const { collect } = await import("../../app/collect.ts");
    const numbers = { bytes: 0, gaps: 0 };
    const shown = view(term, { bytes: () => numbers.bytes, gaps: () => numbers.gaps }, Date.now);
    const watch = {
        progress: shown.show,
        phase: shown.phase,
        bytes: (bytes: number) => {
            numbers.bytes = bytes;
        },
        gap: () => {
            numbers.gaps++;
        },
    };
    const result = await collect(request.value, watch, stops).finally(shown.close);
    if (!result.ok) return complain(term, result.problem);
    showCollected(term, result.value, request.value.output);
    if (term.quiet) return EXIT.done;
    return withArchive(term, result.value.path, async (bundle) => {
        const files = (await bundle.files()).map(({ path }) => path);
        term.say(`\n${term.style("bold", "In it")} (casefile ls ${result.value.path}):`);
        for (const [folder, count] of counted(files)) term.say(`  ${String(count).padStart(4)}  ${folder}`);
        if (result.value.diagnosis) {
            term.say(`\n${term.style("bold", "The verdict")} (casefile diagnose ${result.value.path}):\n`);
            await showDiagnosis(term, result.value.diagnosis, 1);
        }
        return EXIT.done;
    });
}

/** Files by the first two parts of their path, in order. */
function counted(paths: readonly string[]): Map<string, number> {
    const counts = new Map<string, number>();
    for (const path of paths) {
        const parts = path.split("/");
        const folder = parts.length === 1 ? path : `${parts.slice(0, Math.min(2, parts.length - 1)).join("/")}/`;
        counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    return counts;
}
