import type { KubernetesReader } from "../../src/clients/kubernetes/reader.ts";
import { connectTalos, type TalosOptions } from "../../src/clients/talos/connect.ts";
import type { TalosReader } from "../../src/clients/talos/reader.ts";
import { parseTalosconfig } from "../../src/clients/talos/talosconfig.ts";
import { MANAGEMENT } from "../../src/core/cluster-ref.ts";
import type { Absent, Gap } from "../../src/core/gap.ts";
import { ProblemError } from "../../src/core/problem.ts";
import { scopeTitle } from "../../src/core/scope.ts";
import type { Inventory, Raw, Task } from "../../src/sources/source.ts";
import { probeTalos } from "../../src/sources/talos/probe.ts";
import { talos } from "../../src/sources/talos.ts";
import type { CollectSpec } from "../../src/spec/collect-spec.ts";

/** What a run over the Talos source yielded, before any redaction. Paths are `<node>/<section>`, `/<section>` for the whole cluster. */
export interface Collected {
    readonly inventory: Inventory;
    readonly tasks: readonly Task[];
    readonly documents: ReadonlyMap<string, unknown>;
    readonly logs: ReadonlyMap<string, string>;
    /** `not-found: Talos node cp-1 logs/x.log: message` */
    readonly gaps: readonly string[];
    readonly absents: readonly string[];
    readonly bytes: number;
}

const SPEC: CollectSpec = {
    name: "test",
    fromManagement: { resources: [], exclude: [], logs: [], events: [] },
    talos: { when: "available" },
    budget: { timeoutMs: 600_000, maxBytes: 2 ** 31, maxLogBytes: 10 * 1024 * 1024 },
    redact: { keys: [], patterns: [], values: [], keep: [], hide: [] },
    managedFields: false,
};

export interface CollectRequest {
    readonly talosconfig: string;
    readonly now: Date;
    readonly options?: TalosOptions;
    readonly kubernetes?: KubernetesReader;
    readonly inventory?: Partial<Inventory>;
    readonly signal?: AbortSignal;
    /** Which of the planned tasks to run; all when absent. */
    readonly only?: (task: Task) => boolean;
}

/** Opens a reader on a talosconfig's text. Throws what `connectTalos` or the parser gives as a problem. */
export function openReader(talosconfig: string, options: TalosOptions = {}): TalosReader {
    const context = parseTalosconfig(talosconfig, "talosconfig");
    if (!context.ok) throw new ProblemError(context.problem);
    const reader = connectTalos(context.value, options);
    if (!reader.ok) throw new ProblemError(reader.problem);
    return reader.value;
}

/** Probe, plan and every task, one after the other. */
export async function collectTalos({
    talosconfig,
    now,
    options = {},
    kubernetes,
    inventory: more = {},
    signal = new AbortController().signal,
    only = () => true,
}: CollectRequest): Promise<Collected> {
    const reader = openReader(talosconfig, { now: () => now, eventsQuietMs: 100, ...options });
    try {
        const clock = () => now;
        const probe = await probeTalos(
            { reader, cluster: MANAGEMENT, now: clock, ...(kubernetes === undefined ? {} : { kubernetes }) },
            signal,
        );
        const inventory: Inventory = {
            cluster: MANAGEMENT,
            resources: [],
            namespaces: [],
            allNamespaces: false,
            nodes: [],
            gaps: [],
            ...more,
            talos: { nodes: probe.nodes },
        };
        const tasks = talos.plan(SPEC, inventory);
        const sink = emptySink();
        for (const missed of probe.gaps) sink.gap(missed);
        for (const task of tasks.filter(only))
            for await (const item of task.run(
                { now: clock, talos: reader, ...(kubernetes === undefined ? {} : { kubernetes }) },
                signal,
            ))
                await sink.take(item);
        return { inventory, tasks, ...sink };
    } finally {
        reader.close();
    }
}

function emptySink() {
    const documents = new Map<string, unknown>();
    const logs = new Map<string, string>();
    const gaps: string[] = [];
    const absents: string[] = [];
    const gap = ({ about, problem, partial }: Gap) =>
        gaps.push(`${problem.code}${partial ? " (partial)" : ""}: ${scopeTitle(about)}: ${problem.message}`);
    const taken = { bytes: 0 };
    return {
        documents,
        logs,
        gaps,
        absents,
        gap,
        get bytes() {
            return taken.bytes;
        },
        async take(item: Raw | Gap | Absent) {
            if (item.type === "gap") gap(item);
            else if (item.type === "absent") absents.push(scopeTitle(item.about));
            else if (item.type !== "page" && item.ref.type === "machine") {
                const path = `${item.ref.node}/${item.ref.section}`;
                if (item.type === "document") documents.set(path, JSON.parse(Buffer.from(item.bytes).toString("utf8")));
                else
                    logs.set(
                        path,
                        await textOf(item.chunks, (problem) =>
                            gaps.push(`${problem.code} (partial): ${path}: ${problem.message}`),
                        ),
                    );
            }
        },
    };
}

async function textOf(chunks: AsyncIterable<Uint8Array>, broke: (problem: ProblemError["problem"]) => void): Promise<string> {
    const parts: Uint8Array[] = [];
    try {
        for await (const chunk of chunks) parts.push(chunk);
    } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        broke(error.problem);
    }
    return Buffer.concat(parts).toString("utf8");
}
