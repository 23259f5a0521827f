import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createArchive } from "../src/bundle/create-archive.ts";
import { MANAGEMENT } from "../src/core/cluster-ref.ts";
import { redactedBatch, redactedStream } from "../test/redacted.ts";
import { measured, median } from "./measured.ts";
import type { Programs } from "./programs.ts";
import { table } from "./table.ts";

const LOGS = 100;
const OBJECTS = 20_000;
const TIMES = 7;

/** One object and one log's file out of an archive with so many bytes in it, beside a program that only starts. */
export async function oneFile(programs: Programs, bytes: number): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "casefile-bench-"));
    try {
        const path = join(folder, "large.tar.gz");
        await write(path, bytes);
        const starts: number[] = [];
        const cats: number[] = [];
        for (let at = 0; at < TIMES; at++) {
            starts.push((await measured(programs, [...programs.casefile, "profile", "show", "default"])).wallMs);
            const file = `management-cluster/resources/ConfigMap/msp/object-${(at * 2711) % OBJECTS}.yaml`;
            const { wallMs, stdout } = await measured(programs, [...programs.casefile, "cat", path, file]);
            if (!stdout.includes("kind: ConfigMap")) throw new Error(`${file} holds ${JSON.stringify(stdout.slice(0, 100))}`);
            cats.push(wallMs);
        }
        const size = `${(bytes / 1e9).toFixed(2)} GB in ${OBJECTS + LOGS} files, ${((await stat(path)).size / 1e6).toFixed(0)} MB packed`;
        return table(
            ["one file out of an archive", "ms", "after start"],
            [
                ["casefile profile show (only starts)", median(starts).toFixed(0), ""],
                [`casefile cat (${size})`, median(cats).toFixed(0), (median(cats) - median(starts)).toFixed(0)],
            ],
        );
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}

async function write(path: string, bytes: number): Promise<void> {
    const startedAt = new Date("2026-11-21T09:00:00Z");
    const archive = await createArchive({
        to: { type: "file", path, overwrite: false },
        topFolder: "large",
        tool: { name: "casefile", version: "0.0.0" },
        startedAt,
        clock: () => startedAt,
        clusters: [{ cluster: MANAGEMENT, kinds: [{ group: "", version: "v1", kind: "ConfigMap" }] }],
        level: 1,
    });
    if (!archive.ok) throw new Error(archive.problem.message);
    const writer = archive.value;
    const chunk = Buffer.from('2026-11-21T09:00:00.000000000Z level=info msg="nothing happened"\n'.repeat(16_000));
    for (let log = 0; log < LOGS; log++) {
        const chunks = Array.from({ length: Math.ceil(bytes / LOGS / chunk.length) }, () => chunk);
        const ref = {
            cluster: MANAGEMENT,
            type: "log",
            namespace: "msp",
            pod: `pod-${log}`,
            container: "main",
            previous: false,
        } as const;
        await writer.put(redactedStream(ref, chunks));
    }
    await writer.put(redactedBatch(Array.from({ length: OBJECTS }, (_, at) => configMap(`object-${at}`))));
    const nothing = { gaps: [], absents: [], tasks: [], nets: [], notes: [], documents: [] };
    await writer.seal({ spec: "large", takenAt: startedAt, ...nothing });
}

function configMap(name: string) {
    const ref = { cluster: MANAGEMENT, type: "object", apiVersion: "v1", kind: "ConfigMap", namespace: "msp", name } as const;
    return { ref, text: `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: msp\n` };
}
