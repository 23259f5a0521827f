import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import type { ArchiveBundle } from "../../bundle/archive-bundle.ts";
import type { Evidence } from "../../bundle/bundle.ts";
import { MANAGEMENT } from "../../core/cluster-ref.ts";
import type { LogRef } from "../../core/evidence-ref.ts";
import { complain } from "../complain.ts";
import { commandWithTerminal } from "../connection-flags.ts";
import { EXIT } from "../exit-codes.ts";
import { terminal } from "../terminal.ts";
import { copyOut, withArchive } from "../with-archive.ts";

/** `casefile logs ARCHIVE NS/POD [-c C] [--previous]`: as kubectl logs, from the archive. */
export function logsCommand(): CommandUnknownOpts {
    return commandWithTerminal("logs")
        .description("print a container's log from an archive")
        .argument("<archive>", "the .tar.gz")
        .argument("<pod>", "NAMESPACE/POD; the beginning of the pod's name is enough")
        .option("-c, --container <name>", "which container; needed where the pod has several")
        .option("-p, --previous", "of the run before")
        .action(async (archive, pod, flags) => {
            const term = terminal(flags);
            process.exitCode = await withArchive(term, archive, async (bundle) => {
                const of = await refsOf(bundle, pod);
                const wanted = of.filter(
                    (ref) =>
                        ref.previous === (flags.previous ?? false) &&
                        (flags.container === undefined || ref.container === flags.container),
                );
                const [only, another] = wanted;
                if (only && !another) {
                    const evidence = await bundle.read(only);
                    if (isEvidence(evidence)) await copyOut(evidence.chunks());
                    return EXIT.done;
                }
                const choices = (wanted.length > 0 ? wanted : of).map(
                    (ref) => `${ref.namespace}/${ref.pod} -c ${ref.container}${ref.previous ? " --previous" : ""}`,
                );
                const hint =
                    choices.length === 0 ? `casefile ls ${archive} '**/logs/**'` : `one of: ${choices.slice(0, 8).join(", ")}`;
                return complain(term, {
                    code: "not-found",
                    message: wanted.length > 1 ? `${pod} has several logs` : `${archive} has no such log of ${pod}`,
                    hint,
                });
            });
        });
}

async function refsOf(bundle: ArchiveBundle, pod: string): Promise<LogRef[]> {
    const slash = pod.indexOf("/");
    const namespace = slash < 0 ? undefined : pod.slice(0, slash);
    const name = pod.slice(slash + 1);
    const found: LogRef[] = [];
    for await (const ref of bundle.refs({
        cluster: MANAGEMENT,
        type: "logs",
        ...(namespace === undefined ? {} : { namespace }),
    })) {
        if (ref.type === "log" && ref.pod.startsWith(name)) found.push(ref);
    }
    const exact = found.filter((ref) => ref.pod === name);
    return exact.length > 0 ? exact : found;
}

function isEvidence(read: Awaited<ReturnType<ArchiveBundle["read"]>>): read is Evidence {
    return read !== undefined && "chunks" in read;
}
