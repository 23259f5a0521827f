/**
 * All measurements, as Markdown: `node bench/run.ts [--quick] [--pods 10000] [--log-bytes 1e9] [--rounds 3] [PART…]`, or `make bench`. Parts are
 * start-up, one-file, objects, logs, rendering, growth, diagnosis, redaction and talos. Every figure is of a fresh process of the bundled program.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { type Sizes, sizes } from "./arguments.ts";
import { seededCluster } from "./cluster.ts";
import { compare } from "./compare.ts";
import { diagnosis } from "./diagnose.ts";
import { growth } from "./growth.ts";
import { oneFile } from "./one-file.ts";
import { buildPrograms, type Programs } from "./programs.ts";
import { rendering } from "./rendering.ts";
import { startUp } from "./start-up.ts";

type Part = (programs: Programs, asked: Sizes) => Promise<string>;

const PARTS: Readonly<Record<string, Part>> = {
    "start-up": (programs, { startUps }) => startUp(programs, startUps),
    "one-file": (programs, { archiveBytes }) => oneFile(programs, archiveBytes),
    objects: async (programs, { pods, rounds }) => {
        await using rig = await seededCluster(pods, 0);
        return await compare(rig, programs, { rounds, logs: false });
    },
    logs: async (programs, { pods, logBytes, rounds }) => {
        await using rig = await seededCluster(pods, logBytes);
        return await compare(rig, programs, { rounds, logs: true });
    },
    rendering: async (programs, { pods, rounds }) => {
        await using rig = await seededCluster(pods, 0);
        return await rendering(rig, programs, rounds);
    },
    growth: (programs, { growth: objects, oneLogBytes }) => growth(programs, { objects, logBytes: oneLogBytes }),
    diagnosis: (programs, { diagnosed, rounds }) => diagnosis(programs, diagnosed, rounds),
    redaction: async (_, { quick }) => other("redact.ts", quick ? ["1", "100", "mixed logs"] : []),
    talos: async (_, { quick }) => other("talos.ts", quick ? ["2", "1"] : []),
};

function other(file: string, args: readonly string[]): string {
    const output = execFileSync(process.execPath, [join(import.meta.dirname, file), ...args], { encoding: "utf8" });
    return `\`\`\`text\n${output.trimEnd()}\n\`\`\``;
}

// The clusters end with this process, and a signal alone would not let them know.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

const asked = sizes(process.argv.slice(2));
const programs = buildPrograms();
for (const [name, part] of Object.entries(PARTS)) {
    if (asked.only.length > 0 && !asked.only.includes(name)) continue;
    process.stdout.write(`\n## ${name}\n\n${await part(programs, asked)}\n`);
}
