import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { Programs } from "./programs.ts";

const MEASURED = z.object({ code: z.number(), wallMs: z.number(), cpuMs: z.number(), rssMiB: z.number() });

/** What one process and its children took: `cpuMs` is user and system time together, `rssMiB` the peak of the largest of them. */
export type Measured = z.infer<typeof MEASURED> & { readonly stdout: string };

/** Runs a program to its end in a process of its own. Throws when it fails, with what it said. */
export async function measured(
    programs: Programs,
    command: readonly string[],
    env: Readonly<Record<string, string>> = {},
): Promise<Measured> {
    const report = join(tmpdir(), `casefile-measured-${randomBytes(6).toString("hex")}`);
    const child = spawn(programs.measure, [report, ...command], { env: { PATH: process.env.PATH, HOME: tmpdir(), ...env } });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
        stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
        stderr = `${stderr}${text}`.slice(-4000);
    });
    await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
    try {
        const figures = MEASURED.parse(JSON.parse(await readFile(report, "utf8")));
        if (figures.code !== 0) throw new Error(`${command.join(" ")} ended with ${figures.code}: ${stderr}`);
        return { ...figures, stdout };
    } finally {
        await rm(report, { force: true });
    }
}

/** The middle one. */
export function median(values: readonly number[]): number {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
