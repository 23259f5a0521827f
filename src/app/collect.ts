import { availableParallelism, tmpdir } from "node:os";
import { type BundleWriter, createArchive } from "../bundle/create-archive.ts";
import type { Gap } from "../core/gap.ts";
import { fail, ok, ProblemError, type Result } from "../core/problem.ts";
import { collectInto } from "./collect-into.ts";
import type { CollectRequest, Output } from "./collect-request.ts";
import type { Watch } from "./watch.ts";

/** A sealed archive, for whoever asked for it. */
export interface Collected {
    /** `-` when it went to a stream. */
    readonly path: string;
    /** Of the archive. */
    readonly bytes: number;
    readonly entries: number;
    readonly gaps: readonly Gap[];
    /** What a user should know besides: what was not done, which net was absent. */
    readonly notes: readonly string[];
    readonly milliseconds: number;
    /** The verdict in a sentence, when it was asked for. */
    readonly verdict?: string;
}

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
    try {
        const collected = await Promise.race([collectInto(writer, request, watch, stops.stop), left(stops.leave)]);
        if (!collected.ok) await writer.discard();
        return collected.ok ? ok({ ...collected.value, milliseconds: request.now().getTime() - startedAt.getTime() }) : collected;
    } catch (error) {
        await abandon(writer);
        if (error instanceof ProblemError) return { ok: false, problem: error.problem };
        throw error;
    }
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

function left(leave: AbortSignal): Promise<Result<never>> {
    return new Promise((resolve) => {
        const answer = () => resolve(fail("interrupted", "left before the archive was sealed; nothing was kept"));
        if (leave.aborted) answer();
        else leave.addEventListener("abort", answer, { once: true });
    });
}
