import { expect, test } from "vitest";
import { MANAGEMENT } from "../core/cluster-ref.ts";
import type { RawLog, RawPage } from "../sources/source.ts";
import { createRenderer } from "./render.ts";
import { WorkerPool } from "./worker-pool.ts";

const signal = new AbortController().signal;
const SECRETS = Array.from({ length: 12 }, (_, index) => `Quartz-${index}-Lantern-${index * 7919}`);

function pages(): RawPage[] {
    return SECRETS.map((value, index) => {
        const items = Array.from({ length: 20 }, (_, at) => ({
            metadata: { name: `c${index}-${at}`, namespace: "msp" },
            data: { "app.properties": `password=${value}\nurl=https://user:${SECRETS[(index + at) % 12]}@db.msp.svc/x\n` },
        }));
        const bytes = Buffer.from(JSON.stringify({ kind: "ConfigMapList", apiVersion: "v1", metadata: {}, items }));
        return { type: "page", cluster: MANAGEMENT, apiVersion: "v1", kind: "ConfigMap", as: "objects", write: true, bytes };
    });
}

async function* lines() {
    for (const value of SECRETS) yield Buffer.from(`2026-11-21T09:00:00Z login with token=${value} refused\n`.repeat(4_000));
}

/** Everything that comes out, by what it is. */
async function rendered(workers: number): Promise<Record<string, string>> {
    const renderer = createRenderer({
        nets: {
            key: new Uint8Array(32).fill(7),
            known: [{ namespace: "msp", secret: "db", key: "password", value: Buffer.from(SECRETS[0] ?? "") }],
            names: ["msp"],
            user: { keys: [], patterns: [], values: [], keep: [], hide: [] },
        },
        managedFields: false,
        pool: new WorkerPool([], workers),
        now: () => new Date(0),
    });
    try {
        const out: Record<string, string> = {};
        const written = await Promise.all(pages().map((page) => renderer.page(page, signal)));
        for (const { evidence } of written) {
            for (const { ref, offset, length } of evidence.entries)
                out[JSON.stringify(ref)] = Buffer.from(evidence.bytes.subarray(offset, offset + length)).toString("latin1");
        }
        const raw: RawLog = {
            type: "log",
            ref: { cluster: MANAGEMENT, type: "log", namespace: "msp", pod: "p", container: "c", previous: false },
            chunks: lines(),
            maxBytes: 2 ** 30,
        };
        const parts: Uint8Array[] = [];
        for await (const part of renderer.log(raw, signal).chunks) parts.push(part);
        return { ...out, log: Buffer.concat(parts).toString("latin1") };
    } finally {
        await renderer.close();
    }
}

test("what comes out does not depend on how many workers there are, nor on which of them met a secret first", async () => {
    const [one, three] = [await rendered(1), await rendered(3)];
    expect(Object.keys(one)).toHaveLength(12 * 20 + 1);
    expect(three).toEqual(one);
    expect(SECRETS.filter((value) => Object.values(one).some((text) => text.includes(value)))).toEqual([]);
    expect(one.log).toContain("<redacted:msp/db/password>");
});
