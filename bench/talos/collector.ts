/** Reads what bench/talos/fake.ts prints on its input, and collects as `source` or `floor`. Prints one line of JSON. */
import { text } from "node:stream/consumers";
import { z } from "zod";
import { connectTalos } from "../../src/clients/talos/connect.ts";
import type { TalosReader } from "../../src/clients/talos/reader.ts";
import { parseTalosconfig } from "../../src/clients/talos/talosconfig.ts";
import { MANAGEMENT } from "../../src/core/cluster-ref.ts";
import { run } from "../../src/plan/run.ts";
import { probeTalos } from "../../src/sources/talos/probe.ts";
import { talos } from "../../src/sources/talos.ts";
import type { CollectSpec } from "../../src/spec/collect-spec.ts";

const CONCURRENCY = 16;
const SPEC: CollectSpec = {
    name: "bench",
    fromManagement: { resources: [], exclude: [], logs: [], events: [] },
    talos: { when: "required" },
    budget: { timeoutMs: 600_000, maxBytes: 2 ** 31, maxLogBytes: 10 * 1024 * 1024 },
    redact: { keys: [], patterns: [], values: [], keep: [], hide: [] },
    managedFields: false,
};

const input = z.object({ talosconfig: z.string(), nodes: z.array(z.string()) }).parse(JSON.parse(await text(process.stdin)));
const context = parseTalosconfig(input.talosconfig, "stdin");
if (!context.ok) throw new Error(context.problem.message);
const connected = connectTalos(context.value);
if (!connected.ok) throw new Error(connected.problem.message);
const { signal } = new AbortController();
const count = { logBytes: 0, items: 0, gaps: 0 };

/** The two logs that the floor reads too. */
const COUNTED = new Set(["logs/kubelet.log", "logs/controller-runtime.log"]);

async function drain(chunks: AsyncIterable<Uint8Array>, counted = true): Promise<void> {
    for await (const chunk of chunks) if (counted) count.logBytes += chunk.byteLength;
}

async function floor(reader: TalosReader): Promise<void> {
    const wanted = input.nodes.flatMap((node) => ["kubelet", "controller-runtime"].map((id) => ({ node, id })));
    const workers = Array.from({ length: CONCURRENCY }, async () => {
        for (let next = wanted.shift(); next !== undefined; next = wanted.shift()) {
            const log = await reader.log({ of: "service", id: next.id, tailLines: -1 }, next.node, signal);
            if (!log.ok) throw new Error(log.problem.message);
            await drain(log.value.chunks);
            count.items++;
        }
    });
    await Promise.all(workers);
}

async function source(reader: TalosReader): Promise<void> {
    const now = () => new Date();
    const { nodes } = await probeTalos({ reader, cluster: MANAGEMENT, now }, signal);
    const tasks = talos.plan(SPEC, {
        cluster: MANAGEMENT,
        resources: [],
        namespaces: [],
        allNamespaces: false,
        nodes: [],
        gaps: [],
        talos: { nodes },
    });
    await run(
        tasks,
        {
            clients: { now, talos: reader },
            concurrency: CONCURRENCY,
            async handle(item) {
                count.items++;
                if (item.type === "log" && item.ref.type === "machine") await drain(item.chunks, COUNTED.has(item.ref.section));
                return { pods: [], gaps: [], entries: 1 };
            },
            gap({ problem }) {
                count.gaps++;
                console.error(problem.message);
            },
            absent: () => undefined,
            follow: () => [],
            progress: () => undefined,
        },
        signal,
    );
}

const began = performance.now();
await (process.argv[2] === "floor" ? floor : source)(connected.value);
const wallMs = performance.now() - began;
connected.value.close();
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
process.stdout.write(
    `${JSON.stringify({ wallMs, cpuMs: (userCPUTime + systemCPUTime) / 1000, rssMiB: maxRSS / 1024, ...count })}\n`,
);
