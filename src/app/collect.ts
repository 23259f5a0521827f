import { availableParallelism, tmpdir } from "node:os";
import { type BundleWriter, createArchive } from "../bundle/create-archive.ts";
import { fail, ok, ProblemError, type Result } from "../core/problem.ts";
import { collectInto } from "./collect-into.ts";
import type { CollectRequest, Output } from "./collect-request.ts";
import type { Collected } from "./collected.ts";
import type { Watch } from "./watch.ts";

/** The two ways out of a run: seal what there is, or discard it and leave. */
export interface Stops {
    readonly stop: AbortSignal;
    readonly leave: AbortSignal;
}

/**
 * One run: from the request to a sealed archive. Fails when nothing usable was left; trouble on the way is in the archive. The output is
 * opened before anything is asked of the cluster, so that a wrong path costs nothing.
 */
export async function collect(request: CollectRequest, watch: Watch, stops: Stops): Promise<Result<Collected>> {
    const startedAt = request.now();
    const archive = await createArchive({
        to: destination(request.output),
        topFolder: request.topFolder,
        tool: { name: "casefile", version: request.version },
        startedAt,
        clock: request.now,
        clusters: [],
        parallel: Math.min(4, availableParallelism()),
    });
    if (!archive.ok) return archive;
    const writer = archive.value;
    const milliseconds = () => request.now().getTime() - startedAt.getTime();
    using _checkpoints = every(CHECKPOINT_MS, () => void writer.checkpoint());
    const sealing = new AbortController();
    const work = collectInto(writer, request, { ...watch, sealing: () => sealing.abort() }, stops.stop);
    try {
        const collected = await Promise.race([work, left(stops.leave)]);
        // Sealing takes a moment and cannot be undone: who leaves then has the archive.
        if (collected === "left" && sealing.signal.aborted) return timed(await work, milliseconds());
        if (collected !== "left" && collected.ok) return timed(collected, milliseconds());
        await writer.discard();
        return collected === "left" ? fail("interrupted", "left before the archive was sealed; nothing was kept") : collected;
    } catch (error) {
        await abandon(writer);
        if (!(error instanceof ProblemError)) throw error;
        if (error.problem.code !== "interrupted") return { ok: false, problem: error.problem };
        return fail("interrupted", `${error.problem.message} before anything was collected: there is no archive`);
    }
}

/** A run that is killed loses no more than twice this of what it had. */
const CHECKPOINT_MS = 3_000;

function every(ms: number, work: () => void): Disposable {
    const timer = setInterval(work, ms);
    return { [Symbol.dispose]: () => clearInterval(timer) };
}

function timed(collected: Result<Omit<Collected, "milliseconds">>, milliseconds: number): Result<Collected> {
    return collected.ok ? ok({ ...collected.value, milliseconds }) : collected;
}

function destination(output: Output) {
    if (output.type === "file") return { type: "file", path: output.path, overwrite: output.force } as const;
    return { type: "stream", stream: output.stream, temporaryFolder: tmpdir() } as const;
}

/** Nothing more can be done about a file that cannot even be removed; the first trouble is what is told. */
async function abandon(writer: BundleWriter): Promise<void> {
    try {
        await writer.discard();
    } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
    }
}

function left(leave: AbortSignal): Promise<"left"> {
    return new Promise((resolve) => {
        const answer = () => resolve("left");
        if (leave.aborted) answer();
        else leave.addEventListener("abort", answer, { once: true });
    });
}
