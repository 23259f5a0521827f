import type { Bundle, Evidence } from "../../bundle/bundle.ts";
import { type ClusterRef, clusterName } from "../../core/cluster-ref.ts";
import { evidenceKey, type LogRef } from "../../core/evidence-ref.ts";
import type { Gap } from "../../core/gap.ts";
import { ProblemError } from "../../core/problem.ts";
import { type Scope, scopeOf } from "../../core/scope.ts";
import { ClusterFacts, type Material } from "./cluster-facts.ts";
import type { EventFact } from "./event-fact.ts";
import { eventFact } from "./event-facts.ts";
import type { Facts } from "./facts.ts";
import { isFields } from "./fields.ts";
import { interestingLogs } from "./interesting-logs.ts";
import type { LogFact } from "./log-fact.ts";
import { MachineIndex } from "./machine-index.ts";
import { ObjectIndex } from "./object-index.ts";
import { NEVER_KEPT, pruned } from "./prune.ts";
import { readLog } from "./read-log.ts";

/**
 * The facts of every cluster of a bundle, the management cluster first. Reads objects, events and machines once, and then only the
 * logs that can matter. What cannot be read (damaged) becomes a gap. Aborting throws the signal's reason.
 */
export async function buildFacts(bundle: Bundle, signal: AbortSignal): Promise<readonly Facts[]> {
    const { clusters, logs } = await survey(bundle, signal);
    const gaps = await all(bundle.gaps());
    const planned = await all(bundle.planned());
    for (const about of [...gaps.map((gap) => gap.about), ...planned]) clusters.set(clusterName(about.cluster), about.cluster);
    const facts: Facts[] = [];
    for (const name of [...clusters.keys()].sort(managementFirst)) {
        const cluster = clusters.get(name);
        if (cluster === undefined) continue;
        const own = (each: { readonly cluster: ClusterRef }) => clusterName(each.cluster) === name;
        const reader = new ClusterReader(
            bundle,
            cluster,
            signal,
            gaps.filter((gap) => own(gap.about)),
        );
        facts.push(await reader.read(logs.filter(own), planned.filter(own)));
    }
    return facts;
}

async function survey(bundle: Bundle, signal: AbortSignal): Promise<{ clusters: Map<string, ClusterRef>; logs: LogRef[] }> {
    const clusters = new Map<string, ClusterRef>();
    const logs: LogRef[] = [];
    for await (const ref of bundle.refs()) {
        signal.throwIfAborted();
        clusters.set(clusterName(ref.cluster), ref.cluster);
        if (ref.type === "log") logs.push(ref);
    }
    return { clusters, logs };
}

class ClusterReader {
    readonly #bundle: Bundle;
    readonly #cluster: ClusterRef;
    readonly #signal: AbortSignal;
    readonly #gaps: Gap[];
    readonly #paths = new Map<string, string>();

    constructor(bundle: Bundle, cluster: ClusterRef, signal: AbortSignal, gaps: readonly Gap[]) {
        this.#bundle = bundle;
        this.#cluster = cluster;
        this.#signal = signal;
        this.#gaps = [...gaps];
    }

    async read(logs: readonly LogRef[], planned: readonly Scope[]): Promise<Facts> {
        const objects = await this.#objects();
        const kept = new Map<string, LogFact>();
        const material: Material = {
            cluster: this.#cluster,
            now: this.#bundle.takenAt.getTime(),
            objects,
            events: await this.#events(),
            machines: await this.#machines(),
            api: await this.#api(),
            logs: kept,
            gaps: this.#gaps,
            planned,
            paths: this.#paths,
            expected: this.#cluster.type === "management" ? await this.#bundle.expected?.() : undefined,
        };
        const facts = new ClusterFacts(material);
        for (const ref of interestingLogs(facts, logs)) await this.#log(ref, kept);
        return facts;
    }

    async #objects(): Promise<ObjectIndex> {
        const index = new ObjectIndex();
        for await (const evidence of this.#bundle.scan({ cluster: this.#cluster, type: "objects" })) {
            const { ref } = evidence;
            if (ref.type !== "object" || NEVER_KEPT.has(ref.kind)) continue;
            const body = await this.#parsed(evidence);
            if (isFields(body)) index.add({ ref, body: pruned(body) });
        }
        index.sort();
        return index;
    }

    async #events(): Promise<readonly EventFact[]> {
        const events: EventFact[] = [];
        for await (const evidence of this.#bundle.scan({ cluster: this.#cluster, type: "events" })) {
            const event = eventFact(evidence.ref, await this.#parsed(evidence));
            if (event !== undefined) events.push(event);
        }
        return events.sort((a, b) => b.lastAt - a.lastAt || compare(evidenceKey(a.ref), evidenceKey(b.ref)));
    }

    async #machines() {
        const machines = new Map<string, MachineIndex>();
        for await (const evidence of this.#bundle.scan({ cluster: this.#cluster, type: "machine" })) {
            const { ref } = evidence;
            if (ref.type !== "machine") continue;
            const machine = machines.get(ref.node) ?? new MachineIndex(ref.node);
            machines.set(ref.node, machine);
            await this.#guarded(evidence, () => machine.add(ref, evidence, this.#signal));
        }
        return [...machines.keys()].sort().flatMap((node) => machines.get(node)?.facts() ?? []);
    }

    async #api(): Promise<ReadonlyMap<string, unknown>> {
        const documents = new Map<string, unknown>();
        for await (const evidence of this.#bundle.scan({ cluster: this.#cluster, type: "api" })) {
            const isText = evidence.ref.type === "api" && !/\.(ya?ml|json)$/.test(evidence.ref.path);
            const parsed = isText
                ? await this.#guarded(evidence, async () => new TextDecoder().decode(await evidence.bytes()))
                : await this.#parsed(evidence);
            if (evidence.ref.type === "api" && parsed !== undefined) documents.set(evidence.ref.path, parsed);
        }
        return documents;
    }

    async #log(ref: LogRef, kept: Map<string, LogFact>): Promise<void> {
        const evidence = await this.#bundle.read(ref);
        if (evidence === undefined || !("chunks" in evidence)) return;
        const log = await this.#guarded(evidence, () => readLog(ref, evidence.chunks(), this.#signal));
        if (log !== undefined) kept.set(evidenceKey(ref), log);
    }

    #parsed(evidence: Evidence): Promise<unknown> {
        return this.#guarded(evidence, () => evidence.object());
    }

    /** What is damaged is a gap, and the rest goes on. */
    async #guarded<T>(evidence: Evidence, read: () => Promise<T>): Promise<T | undefined> {
        this.#signal.throwIfAborted();
        this.#paths.set(evidenceKey(evidence.ref), evidence.path);
        try {
            return await read();
        } catch (error) {
            if (!(error instanceof ProblemError)) throw error;
            const takenAt = this.#bundle.takenAt;
            this.#gaps.push({ type: "gap", about: scopeOf(evidence.ref), source: "diagnose", takenAt, problem: error.problem });
            return undefined;
        }
    }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
    const found: T[] = [];
    for await (const item of items) found.push(item);
    return found;
}

function managementFirst(a: string, b: string): number {
    return Number(b === "management") - Number(a === "management") || compare(a, b);
}

function compare(a: string, b: string): number {
    return a < b ? -1 : a > b ? 1 : 0;
}
