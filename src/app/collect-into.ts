import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import type { BundleWriter } from "../bundle/create-archive.ts";
import type { NetState } from "../bundle/manifest.ts";
import { MANAGEMENT } from "../core/cluster-ref.ts";
import { deadline } from "../core/deadline.ts";
import type { Absent, Gap } from "../core/gap.ts";
import { ok, ProblemError, type Result } from "../core/problem.ts";
import type { ReportRun } from "../diagnose/report/summary/summary.ts";
import { makePlan } from "../plan/plan.ts";
import { type Outcome, run } from "../plan/run.ts";
import type { KnownSecrets } from "../redact/read-known.ts";
import { createRenderer, type Renderer } from "../redact/render.ts";
import { WorkerPool } from "../redact/worker-pool.ts";
import * as registry from "../sources/index.ts";
import { type Clients, gap, type Inventory, type Source } from "../sources/source.ts";
import type { CollectSpec } from "../spec/collect-spec.ts";
import type { CollectRequest } from "./collect-request.ts";
import type { Collected } from "./collected.ts";
import { evidenceHandler } from "./evidence-handler.ts";
import { judge, NOT_JUDGED } from "./judge.ts";
import { knownOfRun } from "./known-of-run.ts";
import { netStates } from "./net-states.ts";
import { openClients } from "./open-clients.ts";
import type { SealingWatch } from "./watch.ts";

export const SOURCES: readonly Source[] = Object.values(registry);

/** The way of the data, once: connect, look, choose, plan, run, judge, seal. `stop` ends the collecting, never the sealing. */
export async function collectInto(
    writer: BundleWriter,
    request: CollectRequest,
    watch: SealingWatch,
    stop: AbortSignal,
): Promise<Result<Omit<Collected, "milliseconds">>> {
    const startedMs = request.now().getTime();
    watch.phase("looking at the cluster");
    const found = await openClients(request, stop);
    if (!found.ok) return found;
    await using opened = found.value;
    const { clients, inventory } = opened;
    const { spec, notDone } = opened.chosen;
    writer.describe({
        cluster: MANAGEMENT,
        kinds: inventory.resources,
        ...(inventory.version === undefined ? {} : { serverVersion: inventory.version }),
    });

    const { timeoutMs } = spec.budget;
    using budget = deadline(stop, Math.max(0, timeoutMs - (request.now().getTime() - startedMs)), () => overTime(spec));
    watch.phase("reading Secrets");
    const pool = new WorkerPool(spec.redact.keys, Math.min(MOST_WORKERS, availableParallelism()));
    await using _ = { [Symbol.asyncDispose]: () => pool.close() };
    const { namespaces: only } = request.narrowing;
    const known = await knownOfRun({ clients, inventory, only, timeoutMs, pool }, budget.signal);
    const renderer = createRenderer({ ...renderSettings(request, spec, inventory, known), pool });
    watch.phase("collecting");
    const gaps: Gap[] = [...inventory.gaps, ...notDone.map((message) => notDoneGap(message, request))];
    const absents: Absent[] = [];
    const running = { writer, request, watch, clients, renderer, spec, inventory, gaps, absents };
    const outcomes = await runPlan(running, budget.signal);
    const sealed = await judgeAndSeal(running, outcomes, netStates(known), notDone);
    return ok(sealed);
}

const MOST_WORKERS = 4;

function renderSettings(request: CollectRequest, spec: CollectSpec, inventory: Inventory, known: KnownSecrets) {
    const names = [...inventory.namespaces, ...inventory.nodes, ...new Set(known.values.map(({ secret }) => secret))];
    return {
        nets: { key: randomBytes(32), known: known.values, names, user: spec.redact },
        managedFields: spec.managedFields,
        now: request.now,
    };
}

interface Running {
    readonly writer: BundleWriter;
    readonly request: CollectRequest;
    readonly watch: SealingWatch;
    readonly clients: Clients;
    readonly renderer: Renderer;
    readonly spec: CollectSpec;
    readonly inventory: Inventory;
    readonly gaps: Gap[];
    readonly absents: Absent[];
}

/** Runs the plan; the archive's size limit ends it as its time limit does. */
async function runPlan(
    { writer, request, watch, clients, renderer, spec, inventory, gaps, absents }: Running,
    budget: AbortSignal,
): Promise<Outcome[]> {
    const full = new AbortController();
    const plan = makePlan(SOURCES, spec, inventory);
    const handle = evidenceHandler(writer, renderer, request.now, (bytes) => {
        watch.bytes(bytes);
        if (bytes >= spec.budget.maxBytes) full.abort(overSize(spec));
    });
    return run(
        plan.tasks,
        {
            clients,
            concurrency: request.concurrency,
            handle,
            gap: (found) => {
                gaps.push(found);
                watch.gap();
            },
            absent: (found) => absents.push(found),
            follow: plan.follow,
            progress: watch.progress,
        },
        AbortSignal.any([budget, full.signal]),
    );
}

/** What was collected is judged, and all of it sealed: also what could not be judged. */
async function judgeAndSeal(
    running: Running,
    outcomes: readonly Outcome[],
    nets: readonly NetState[],
    notDone: readonly string[],
): Promise<Omit<Collected, "milliseconds">> {
    const { writer, request, watch, renderer, spec, gaps, absents } = running;
    const takenAt = request.now();
    const notes = [...notDone, ...nets.flatMap(({ because }) => (because === undefined ? [] : [because]))];
    const expecting = spec.expect === undefined ? {} : { expect: spec.expect };
    watch.phase("judging");
    const redactedGaps = gaps.map((found) => renderer.gap(found));
    const view = writer.view({ takenAt, gaps: redactedGaps, planned: outcomes.map(({ task }) => task.about), ...expecting });
    const judged = request.diagnose
        ? await judge(view, reportRun(running, takenAt, nets, notes), renderer, request.now)
        : NOT_JUDGED;
    watch.phase("sealing");
    watch.sealing();
    const sealed = await writer.seal({
        takenAt,
        spec: spec.name,
        ...expecting,
        gaps: [...redactedGaps, ...judged.gaps],
        absents,
        tasks: outcomes.map(({ task: { id, source, title, about }, outcome, entries }) => ({
            id,
            source,
            title,
            about,
            outcome,
            entries,
        })),
        nets,
        notes,
        documents: judged.documents,
    });
    const said = judged.diagnosis === undefined ? {} : { diagnosis: judged.diagnosis };
    return { ...sealed, gaps: [...redactedGaps, ...judged.gaps], notes, ...said };
}

function reportRun(
    { request, spec, inventory, renderer }: Running,
    takenAt: Date,
    nets: readonly NetState[],
    notes: readonly string[],
): ReportRun {
    const { cluster, version } = inventory;
    return {
        takenAt: takenAt.toISOString(),
        tool: { name: "casefile", version: request.version },
        spec: spec.name,
        clusters: [{ cluster, ...(version === undefined ? {} : { serverVersion: version }) }],
        nets,
        redactions: renderer.counts,
        notes,
    };
}

function overTime({ budget }: CollectSpec): ProblemError {
    const message = `the run's time of ${budget.timeoutMs / 1000} s was over`;
    return new ProblemError({ code: "budget", message, hint: "a longer --timeout, or --include for less" });
}

function overSize({ budget }: CollectSpec): ProblemError {
    const message = `the archive had reached its ${budget.maxBytes} bytes`;
    return new ProblemError({
        code: "budget",
        message,
        hint: "a larger --max-bytes, a smaller --max-log-bytes, or --include for less",
    });
}

function notDoneGap(message: string, { now }: CollectRequest): Gap {
    return gap("spec", { cluster: MANAGEMENT, type: "objects" }, { code: "unsupported", message }, now());
}
