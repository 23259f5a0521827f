import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";

const SOURCES = new URL("./conformance/", import.meta.url).pathname;
const CACHE = new URL("../../.cache/talos-conformance/", import.meta.url).pathname;

const STARTED = z.object({
    talosconfig: z.string(),
    /** By `machine.MachineService/Version`: the messages that the method answers with, as protojson shows them. */
    messages: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
    /** Types that Talos v1.12.0 has, with their default namespace. */
    types: z.record(z.string(), z.string()),
});

/** Talos' own generated servers and resource types on loopback. */
export type ConformanceFake = z.infer<typeof STARTED> & { close(): void };

/** Builds the Go program when its sources have changed (about a minute the first time), and starts it. */
export async function startConformanceFake(types: readonly string[]): Promise<ConformanceFake> {
    const child = spawn(build(), { stdio: ["pipe", "pipe", "inherit"] });
    child.stdin.write(`${JSON.stringify({ types })}\n`);
    const lines = createInterface({ input: child.stdout });
    const first = await new Promise<string>((resolve, reject) => {
        lines.once("line", resolve);
        child.once("exit", (code) => reject(new Error(`the conformance fake ended with ${code}`)));
        child.once("error", reject);
    });
    return { ...STARTED.parse(JSON.parse(first)), close: () => child.stdin.end() };
}

function build(): string {
    const hash = createHash("sha256");
    for (const name of readdirSync(SOURCES).sort()) hash.update(name).update(readFileSync(join(SOURCES, name)));
    const program = join(CACHE, hash.digest("hex").slice(0, 16));
    if (existsSync(program)) return program;
    mkdirSync(CACHE, { recursive: true });
    const built = spawnSync("go", ["build", "-o", `${program}.new`, "."], { cwd: SOURCES, encoding: "utf8" });
    if (built.error !== undefined) throw new Error("the Talos conformance test needs Go 1.26 or newer: https://go.dev/dl/");
    if (built.status !== 0) throw new Error(`go build in test/talos/conformance failed:\n${built.stderr}`);
    renameSync(`${program}.new`, program);
    return program;
}
