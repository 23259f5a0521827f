import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OwnRig } from "../test/harness/rig.ts";
import { seededCluster } from "./cluster.ts";
import { countedInArchive } from "./counted.ts";
import { measured } from "./measured.ts";
import type { Programs } from "./programs.ts";
import { table } from "./table.ts";

/** Peak memory from a small cluster to a large one, and with one long log. */
export async function growth(
    programs: Programs,
    { objects, logBytes }: { readonly objects: readonly number[]; readonly logBytes: number },
): Promise<string> {
    const rows: string[][] = [];
    for (const count of objects) {
        // Of the seed's objects four in ten are pods.
        await using rig = await seededCluster(Math.ceil(count * 0.4), 0);
        rows.push(await collected(rig, programs, "objects.yaml", `${count} objects`));
    }
    await using rig = await seededCluster(1, 0);
    const namespace = await rig.namespace("long-log");
    await rig.apply(POD.replace("NAMESPACE", namespace));
    rig.setLog(namespace, "writer", "main", { bytes: logBytes });
    rows.push(await collected(rig, programs, "everything.yaml", `one log of ${(logBytes / 1e9).toFixed(3)} GB`));
    return table(["", "wall s", "CPU s", "RSS MiB", "objects", "log MB"], rows);
}

async function collected(rig: OwnRig, programs: Programs, profile: string, title: string): Promise<string[]> {
    const folder = await mkdtemp(join(tmpdir(), "casefile-bench-"));
    try {
        const output = join(folder, "out.tar.gz");
        const run = await measured(programs, [
            ...programs.casefile,
            ...["collect", "--quiet", "--no-diagnose", "-f", join(import.meta.dirname, profile)],
            ...["--kubeconfig", rig.kubeconfig, "-o", output],
        ]);
        const { objects, events, logBytes } = await countedInArchive(output);
        return [
            title,
            (run.wallMs / 1000).toFixed(1),
            (run.cpuMs / 1000).toFixed(1),
            run.rssMiB.toFixed(0),
            String(objects + events),
            (logBytes / 1e6).toFixed(0),
        ];
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}

const POD = `apiVersion: v1
kind: Pod
metadata: { name: writer, namespace: NAMESPACE }
spec:
    nodeName: node-0000
    containers: [{ name: main, image: registry.example.com/writer:1 }]
status:
    phase: Running
    containerStatuses:
        - { name: main, image: a, imageID: a, ready: true, restartCount: 0, state: { running: { startedAt: "2026-11-21T09:00:00Z" } } }
`;
