import { expect, test } from "vitest";
import { MANAGEMENT } from "../../core/cluster-ref.ts";
import type { LogRef } from "../../core/evidence-ref.ts";
import { readLog } from "./read-log.ts";

const REF: LogRef = { cluster: MANAGEMENT, type: "log", namespace: "msp", pod: "db-0", container: "postgres", previous: false };
const never = new AbortController().signal;

async function* pieces(text: string, size: number): AsyncIterable<Uint8Array> {
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const TEXT = 'starting\nlevel=warn msg="slow"\nError: connect ECONNREFUSED 10.0.0.1:5432\nshutting down because of error\n';

test("The first line that names the fault says why, wherever the chunks are cut", async () => {
    for (const size of [1, 2, 7, 1000]) {
        const log = await readLog(REF, pieces(TEXT, size), never);
        expect(log.why[0]).toMatchObject({ line: 3, category: "refused", host: "10.0.0.1", port: 5432 });
        expect(log.tail.map((line) => line.line)).toEqual([1, 2, 3, 4]);
    }
});

test("Of a long log the newest part is read, and its lines keep their numbers", async () => {
    const long = `${"x".repeat(99)}\n`.repeat(40_000);
    const log = await readLog(REF, pieces(`${long}FATAL: no space left on device\n`, 65_536), never);
    expect(log.why[0]).toMatchObject({ line: 40_001, category: "no-space" });
});

test("An empty log says nothing", async () => {
    expect(await readLog(REF, pieces("", 1), never)).toEqual({ ref: REF, why: [], tail: [], notable: [], lines: 1 });
});

test("An abort ends the reading", async () => {
    await expect(readLog(REF, pieces(TEXT, 4), AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
});
