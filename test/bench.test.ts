import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);

test("every part of the benchmark runs and prints its table", async () => {
    const { stdout } = await run(process.execPath, [join(import.meta.dirname, "../bench/run.ts"), "--quick"]);
    const parts = [...stdout.matchAll(/^## (.*)\n\n(?:\||```)/gm)].map(([, name]) => name);
    expect(parts).toEqual(["start-up", "one-file", "objects", "logs", "rendering", "growth", "diagnosis", "redaction", "talos"]);
}, 240_000);
