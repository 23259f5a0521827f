/**
 * Talos over mTLS: `node bench/talos.ts [nodes] [megabytes of logs a node]`, 50 and 5 when absent. A fake cluster in one process; in others, in turn,
 * the floor (the same logs read and dropped) and the source with all it collects. Prints wall, CPU, peak RSS and bytes of each run; the bytes
 * of logs are compared.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const [nodes = "50", megabytes = "5"] = process.argv.slice(2);
const ROUNDS = 3;
const MEASURED = z.object({
    wallMs: z.number(),
    cpuMs: z.number(),
    rssMiB: z.number(),
    logBytes: z.number(),
    items: z.number(),
    gaps: z.number(),
});
type Measured = z.infer<typeof MEASURED>;

const part = (name: string) => fileURLToPath(new URL(`./talos/${name}.ts`, import.meta.url));

async function firstLine(child: ReturnType<typeof spawn>): Promise<string> {
    if (child.stdout === null) throw new Error("no stdout");
    for await (const line of createInterface({ input: child.stdout })) return line;
    throw new Error("it ended without a word");
}

const fake = spawn(process.execPath, [part("fake"), nodes, megabytes], { stdio: ["pipe", "pipe", "inherit"] });
const talosconfig = await firstLine(fake);

async function measure(role: "floor" | "source"): Promise<Measured> {
    const child = spawn(process.execPath, [part("collector"), role], { stdio: ["pipe", "pipe", "inherit"] });
    child.stdin?.end(talosconfig);
    return MEASURED.parse(JSON.parse(await firstLine(child)));
}

const results: Record<"floor" | "source", Measured[]> = { floor: [], source: [] };
for (let round = 0; round < ROUNDS; round++)
    for (const role of round % 2 === 0 ? (["floor", "source"] as const) : (["source", "floor"] as const))
        results[role].push(await measure(role));
fake.kill();

const sizes = new Set([...results.floor, ...results.source].map(({ logBytes }) => logBytes));
if (sizes.size !== 1) throw new Error(`the runs read different amounts of logs: ${[...sizes].join(", ")}`);
console.log(`${nodes} nodes, ${megabytes} MB of logs each: ${[...sizes][0]} bytes of logs a run, median of ${ROUNDS} (raw)`);
for (const role of ["floor", "source"] as const) {
    const column = (name: keyof Measured) => results[role].map((run) => Math.round(run[name]));
    const shown = (name: keyof Measured) =>
        `${column(name).toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]} (${column(name).join(" ")})`;
    console.log(
        `${role.padEnd(7)} wall ms ${shown("wallMs")}  CPU ms ${shown("cpuMs")}  peak RSS MiB ${shown("rssMiB")}  items ${shown("items")}  gaps ${shown("gaps")}`,
    );
}
