import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { connect } from "../src/clients/kubernetes/connect.ts";
import { takeInventory } from "../src/plan/inventory.ts";
import type { OwnRig } from "../test/harness/rig.ts";
import { measured, median } from "./measured.ts";
import type { Programs } from "./programs.ts";
import type { SavedPage } from "./rendering/saved-page.ts";
import { table } from "./table.ts";

const TOLD = z.object({ cpuMs: z.number(), beforeMs: z.number(), objects: z.number(), bytes: z.number() });
type Told = z.infer<typeof TOLD>;
const ROLES = ["alone", "nets"] as const;

/** What hiding adds to writing a cluster's objects down: the same pages in processes of one thread, in turn, without any net and with all. */
export async function rendering(rig: OwnRig, programs: Programs, rounds: number): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "casefile-bench-"));
    try {
        await savePages(rig, folder);
        const runs: Record<(typeof ROLES)[number], (Told & { rssMiB: number })[]> = { alone: [], nets: [] };
        for (let round = 0; round < rounds; round++) {
            for (const role of round % 2 === 0 ? ROLES : ROLES.toReversed()) {
                const command = [process.execPath, join(import.meta.dirname, "rendering/render.ts"), role, folder];
                const { stdout, rssMiB } = await measured(programs, command);
                runs[role].push({ ...TOLD.parse(JSON.parse(stdout)), rssMiB });
            }
        }
        if (new Set([...runs.alone, ...runs.nets].map(({ objects }) => objects)).size > 1) throw new Error("objects were lost");
        return report(runs.alone, runs.nets);
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}

function report(alone: readonly (Told & { rssMiB: number })[], nets: typeof alone): string {
    const of = (runs: typeof alone, key: keyof Told | "rssMiB") => median(runs.map((run) => run[key]));
    const base = of(alone, "cpuMs");
    const rows = [
        { name: "rendering alone", runs: alone },
        { name: "with all nets", runs: nets },
    ].map(({ name, runs }) => [
        name,
        (of(runs, "cpuMs") / 1000).toFixed(1),
        `${(of(runs, "cpuMs") / base).toFixed(2)}x`,
        (of(runs, "beforeMs") / 1000).toFixed(1),
        of(runs, "rssMiB").toFixed(0),
        String(of(runs, "objects")),
        (of(runs, "bytes") / 1e6).toFixed(0),
    ]);
    return table(["", "CPU s", "to alone", "CPU s before: reading values, index", "RSS MiB", "objects", "YAML MB"], rows);
}

/** All lists of the cluster as the API server gives them, a file a page. */
async function savePages(rig: OwnRig, folder: string): Promise<void> {
    const { signal } = new AbortController();
    const connected = await connect({ kubeconfig: rig.kubeconfig, environment: {} }, signal);
    if (!connected.ok) throw new Error(connected.problem.message);
    const reader = connected.value;
    const pages: SavedPage[] = [];
    try {
        const { resources } = await takeInventory(reader, [], () => new Date(), signal);
        for (const type of resources) {
            for await (const page of reader.list({ type }, signal)) {
                if (!page.ok) throw new Error(page.problem.message);
                const file = join(folder, `${pages.length}.json`);
                await writeFile(file, page.value.bytes);
                const apiVersion = type.group === "" ? type.version : `${type.group}/${type.version}`;
                pages.push({ apiVersion, kind: type.kind, file });
            }
        }
    } finally {
        await reader.close();
    }
    await writeFile(join(folder, "pages.json"), JSON.stringify(pages));
}
