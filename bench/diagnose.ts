import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededCluster } from "./cluster.ts";
import { type Measured, measured, median } from "./measured.ts";
import type { Programs } from "./programs.ts";
import { table } from "./table.ts";

/** What the verdict adds to a collection as the cluster grows: the same cluster with and without it, in turn. */
export async function diagnosis(programs: Programs, sizes: readonly number[], rounds: number): Promise<string> {
    const rows: string[][] = [];
    for (const size of sizes) {
        // Of the seed's objects four in ten are pods.
        await using rig = await seededCluster(Math.ceil(size * 0.4), 0);
        const without: Measured[] = [];
        const judged: Measured[] = [];
        for (let round = 0; round < rounds; round++) {
            without.push(await collected(programs, rig.kubeconfig, ["--no-diagnose"]));
            judged.push(await collected(programs, rig.kubeconfig, []));
        }
        const of = (some: readonly Measured[], key: "wallMs" | "cpuMs" | "rssMiB") => median(some.map((run) => run[key]));
        rows.push([
            String(size),
            (of(without, "wallMs") / 1000).toFixed(1),
            (of(judged, "wallMs") / 1000).toFixed(1),
            `${(of(judged, "wallMs") / of(without, "wallMs")).toFixed(2)}x`,
            `${(of(judged, "cpuMs") / of(without, "cpuMs")).toFixed(2)}x`,
            of(without, "rssMiB").toFixed(0),
            of(judged, "rssMiB").toFixed(0),
        ]);
    }
    return table(
        ["objects", "wall s without", "with diagnosis", "ratio", "ratio of CPU", "RSS MiB without", "RSS MiB with"],
        rows,
    );
}

async function collected(programs: Programs, kubeconfig: string, flags: readonly string[]): Promise<Measured> {
    const folder = await mkdtemp(join(tmpdir(), "casefile-bench-"));
    try {
        return await measured(programs, [
            ...programs.casefile,
            ...["collect", "--quiet", "-f", join(import.meta.dirname, "objects.yaml"), "--kubeconfig", kubeconfig],
            ...["-o", join(folder, "out.tar.gz"), ...flags],
        ]);
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}
