import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OwnRig } from "../test/harness/rig.ts";
import { requestsAnswered } from "./cluster.ts";
import { type Counted, countedInArchive, countedInFloor } from "./counted.ts";
import { type Measured, measured, median } from "./measured.ts";
import { peersOnPath } from "./peers.ts";
import type { Programs } from "./programs.ts";
import { table } from "./table.ts";

interface Contender {
    readonly name: string;
    /** A slow one is run once. */
    readonly once: boolean;
    command(folder: string): readonly string[];
    /** Absent where its output is its own business. */
    counted?(folder: string): Promise<Counted>;
    output?(folder: string): string;
}

interface Run extends Measured {
    readonly requests: number;
    readonly bytes?: number;
}

/** Everything of the cluster by Casefile, by the floor and by who else is there, in turn. Throws when what was collected differs. */
export async function compare(
    rig: OwnRig,
    programs: Programs,
    { rounds, logs }: { readonly rounds: number; readonly logs: boolean },
): Promise<string> {
    const contenders = [casefile(programs, logs), floor(programs, logs), ...(logs ? peers() : [])];
    const runs = new Map<string, Run[]>();
    const counts = new Map<string, Counted>();
    for (let round = 0; round < rounds; round++) {
        for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
            if (contender.once && round > 0) continue;
            const folder = await mkdtemp(join(tmpdir(), "casefile-bench-"));
            try {
                const before = await requestsAnswered(rig);
                const run = await measured(programs, contender.command(folder), { KUBECONFIG: rig.kubeconfig });
                const requests = (await requestsAnswered(rig)) - before;
                const output = contender.output?.(folder);
                const bytes = output === undefined ? {} : { bytes: (await stat(output)).size };
                runs.set(contender.name, [...(runs.get(contender.name) ?? []), { ...run, requests, ...bytes }]);
                const counted = await contender.counted?.(folder);
                if (counted !== undefined) counts.set(contender.name, counted);
            } finally {
                await rm(folder, { recursive: true, force: true });
            }
        }
    }
    same(counts);
    return report(runs, counts);
}

function casefile({ casefile: program }: Programs, logs: boolean): Contender {
    const profile = join(import.meta.dirname, logs ? "everything.yaml" : "objects.yaml");
    const output = (folder: string) => join(folder, "out.tar.gz");
    return {
        name: "casefile",
        once: false,
        command: (folder) => [...program, "collect", "--quiet", "--no-diagnose", "-f", profile, "-o", output(folder)],
        counted: (folder) => countedInArchive(output(folder)),
        output,
    };
}

function floor({ floor: program }: Programs, logs: boolean): Contender {
    const output = (folder: string) => join(folder, "out");
    return {
        name: "floor",
        once: false,
        command: (folder) => [program, "-timestamps", "-previous=restarted", `-logs=${logs}`, "-o", output(folder)],
        counted: (folder) => countedInFloor(output(folder)),
        output,
    };
}

function peers(): readonly Contender[] {
    return peersOnPath().map(({ name, command }) => ({ name, once: true, command }));
}

/** A faster wrong answer is no answer. */
function same(counts: ReadonlyMap<string, Counted>): void {
    const [[first, expected] = ["", undefined], ...others] = [...counts].map(([name, counted]) => [name, counted] as const);
    for (const [name, counted] of others) {
        if (JSON.stringify(counted) === JSON.stringify(expected)) continue;
        throw new Error(`${first} collected ${JSON.stringify(expected)}, ${name} ${JSON.stringify(counted)}`);
    }
}

function report(runs: ReadonlyMap<string, readonly Run[]>, counts: ReadonlyMap<string, Counted>): string {
    const base = runs.get("floor") ?? [];
    const of = (some: readonly Run[], key: "wallMs" | "cpuMs" | "rssMiB" | "requests" | "bytes") =>
        median(some.map((run) => run[key] ?? Number.NaN));
    const rows = [...runs].map(([name, some]) => {
        const counted = counts.get(name);
        return [
            name,
            (of(some, "wallMs") / 1000).toFixed(1),
            `${(of(some, "wallMs") / of(base, "wallMs")).toFixed(2)}x`,
            (of(some, "cpuMs") / 1000).toFixed(1),
            of(some, "rssMiB").toFixed(0),
            of(some, "requests").toFixed(0),
            Number.isNaN(of(some, "bytes")) ? "" : (of(some, "bytes") / 1e6).toFixed(1),
            counted === undefined ? "" : String(counted.objects + counted.events),
            counted === undefined ? "" : (counted.logBytes / 1e6).toFixed(1),
            some.map(({ wallMs }) => (wallMs / 1000).toFixed(1)).join(" "),
        ];
    });
    return table(
        ["", "wall s", "to floor", "CPU s", "RSS MiB", "requests", "output MB", "objects", "log MB", "wall of each run"],
        rows,
    );
}
