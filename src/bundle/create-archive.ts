import { availableParallelism } from "node:os";
import type { Writable } from "node:stream";
import type { Absent } from "../core/gap.ts";
import { ok, type Result } from "../core/problem.ts";
import type {
    Redacted,
    RedactedBatch,
    RedactedDocument,
    RedactedGap,
    RedactedStream,
    RedactionCounts,
    StreamEnding,
} from "../redact/redacted.ts";
import type { Expectation } from "../spec/expectation.ts";
import type { ArchiveBundle } from "./archive-bundle.ts";
import { ArchiveWriter } from "./archive-writer.ts";
import type { Truncation } from "./bundle.ts";
import { LEVEL } from "./deflate-block.ts";
import { createFileSink, PARTIAL } from "./file-sink.ts";
import type { ClusterFacts } from "./ledger.ts";
import type { NetState, TaskOutcome } from "./manifest.ts";
import { manifestGap } from "./manifest-contents.ts";
import { NewestBytes, type RawBudget } from "./newest-bytes.ts";
import { encodeComponent } from "./path-component.ts";
import type { Sink } from "./sink.ts";
import { Spool } from "./spool.ts";
import { StreamSink } from "./stream-sink.ts";
import { Turns } from "./turns.ts";
import type { Known } from "./view.ts";

/** Where the archive goes. A stream needs a folder for what a run has to keep for a while: redacted bytes only, in files without a name. */
type Destination =
    | { readonly type: "file"; readonly path: string; readonly overwrite: boolean }
    | { readonly type: "stream"; readonly stream: Writable; readonly temporaryFolder: string };

export interface ArchiveOptions {
    readonly to: Destination;
    /** The one folder that everything lies in; mostly the archive's name without `.tar.gz`. */
    readonly topFolder: string;
    readonly tool: { readonly name: string; readonly version: string };
    /** Every file's time of modification. */
    readonly startedAt: Date;
    readonly clock: () => Date;
    /** Clusters known already; `describe` adds others. */
    readonly clusters: readonly ClusterFacts[];
    /** zlib's level; LEVEL when absent. */
    readonly level?: number;
    /** Blocks compressed at once; as many as there are processors, at most four, when absent. */
    readonly parallel?: number;
    /** Raw and packed bytes of logs in memory, all together; 24 MiB and 16 MiB when absent. Then a file holds the rest. */
    readonly rawBytes?: number;
    readonly packedBytes?: number;
}

/** What the end of a run knows. */
export interface Ending {
    /** Name of the profile or Techsupport. */
    readonly spec: string;
    readonly expect?: Expectation;
    /** "Now" for whoever judges the archive. */
    readonly takenAt: Date;
    readonly gaps: readonly RedactedGap[];
    readonly absents: readonly Absent[];
    readonly tasks: readonly TaskOutcome[];
    readonly nets: readonly NetState[];
    readonly notes: readonly string[];
    readonly documents: readonly RedactedDocument[];
}

export interface SealedBundle {
    /** `-` when it went to a stream. */
    readonly path: string;
    readonly bytes: number;
    /** Hex, of the file. */
    readonly sha256: string;
    readonly entries: number;
}

/** Writes one archive. Any number of `put` may run side by side; each resolves when its evidence was taken, and slows down who is too fast. */
export interface BundleWriter {
    /** In the file so far, compressed. */
    readonly bytes: number;
    /** A cluster must be described before its first evidence, or directories go to groups in the order of arrival. */
    describe(cluster: ClusterFacts): void;
    /** The same evidence a second time is dropped and counted. Throws ProblemError `disk`; then `seal` still can, and should. */
    put(evidence: Redacted): Promise<void>;
    /** To be called every few seconds: after it, what was put before the last time is in the file, whatever kills the run. Never rejects. */
    checkpoint(): Promise<void>;
    /** What was put until now, to be judged before sealing. Of no use afterwards. */
    view(known: Known): ArchiveBundle;
    /** Writes errors.txt, documents, manifest and index, and gives the archive its name. Throws ProblemError `disk`. */
    seal(ending: Ending): Promise<SealedBundle>;
    /** Leaves no file. */
    discard(): Promise<void>;
}

const RAW_BYTES = 24 * 1024 * 1024;
const PACKED_BYTES = 16 * 1024 * 1024;
/** libuv's pool has four threads, and the file system needs them too. */
const MOST_PARALLEL = 4;

/** Fails with `configuration` before anything is done when the archive could not be written where it shall go. */
export async function createArchive(options: ArchiveOptions): Promise<Result<BundleWriter>> {
    const sink = await openSink(options.to);
    return sink.ok ? ok(new RedactedWriter(sink.value, options)) : sink;
}

async function openSink(to: Destination): Promise<Result<Sink>> {
    if (to.type === "file") return createFileSink(to.path, { overwrite: to.overwrite });
    return ok(new StreamSink(to.stream, `${to.temporaryFolder}/casefile-${process.pid}.copy`));
}

class RedactedWriter implements BundleWriter {
    readonly #sink: Sink;
    readonly #options: ArchiveOptions;
    readonly #writer: ArchiveWriter;
    readonly #spool: Spool;
    readonly #budget: RawBudget;
    readonly #packing: { readonly level: number; readonly parallel: number };

    constructor(sink: Sink, options: ArchiveOptions) {
        this.#sink = sink;
        this.#options = options;
        this.#packing = {
            level: options.level ?? LEVEL,
            parallel: options.parallel ?? Math.min(availableParallelism(), MOST_PARALLEL),
        };
        const top = encodeComponent(options.topFolder);
        this.#writer = new ArchiveWriter({ sink, top, mtime: options.startedAt, ...this.#packing });
        const { to } = options;
        const spoolPath =
            to.type === "file" ? `${to.path}${PARTIAL}.spool` : `${to.temporaryFolder}/casefile-${process.pid}.spool`;
        this.#spool = new Spool(spoolPath, options.packedBytes ?? PACKED_BYTES);
        this.#budget = { bytes: 0, limit: options.rawBytes ?? RAW_BYTES, turns: new Turns(this.#packing.parallel) };
        for (const cluster of options.clusters) this.describe(cluster);
    }

    get bytes(): number {
        return this.#writer.bytes;
    }

    describe(cluster: ClusterFacts): void {
        this.#writer.ledger.describe(cluster);
    }

    put(evidence: Redacted): Promise<void> {
        return evidence.type === "batch" ? this.#writer.exclusive(() => this.#putBatch(evidence)) : this.#putStream(evidence);
    }

    checkpoint(): Promise<void> {
        return this.#writer.checkpoint();
    }

    view(known: Known): ArchiveBundle {
        return this.#writer.view(known);
    }

    async seal(ending: Ending): Promise<SealedBundle> {
        const { tool, startedAt, clock } = this.#options;
        const sealed = await this.#writer.exclusive(async () => {
            await this.#spool.close();
            const head = {
                tool: { ...tool },
                spec: ending.spec,
                ...(ending.expect === undefined ? {} : { expect: ending.expect }),
                startedAt: startedAt.toISOString(),
                takenAt: ending.takenAt.toISOString(),
                sealedAt: clock().toISOString(),
                tasks: [...ending.tasks],
                gaps: ending.gaps.map(manifestGap),
                absents: ending.absents.map(({ about, because }) => ({ about, because })),
                nets: [...ending.nets],
                notes: [...ending.notes],
            };
            return this.#writer.seal(
                head,
                ending.documents.map(({ name, bytes }) => ({ path: encodeComponent(name), bytes })),
            );
        });
        return { path: this.#sink.path, ...sealed };
    }

    async discard(): Promise<void> {
        await this.#writer.exclusive(async () => {
            await this.#spool.close();
            await this.#writer.discard();
        });
    }

    async #putBatch({ bytes, entries }: RedactedBatch): Promise<void> {
        for (const { ref, offset, length, sha256, redactions } of entries) {
            await this.#writer.room();
            this.#writer.add(ref, bytes.subarray(offset, offset + length), { sha256, ...counted(redactions) });
        }
    }

    /** Only the end of a stream waits for its turn: many can arrive side by side. */
    async #putStream(stream: RedactedStream): Promise<void> {
        const newest = new NewestBytes({ maxBytes: stream.maxBytes, spool: this.#spool, budget: this.#budget, ...this.#packing });
        try {
            for await (const chunk of stream.chunks) await newest.add(chunk);
            const kept = await newest.end();
            const ending = stream.ending();
            const truncation = truncationOf(ending, kept.droppedBytes);
            const facts = {
                sha256: kept.sha256,
                ...counted(ending.redactions),
                ...(truncation === undefined ? {} : { truncation }),
            };
            await this.#writer.exclusive(async () => {
                await this.#writer.room();
                await this.#writer.addPieces(stream.ref, kept.bytes, kept.pieces, facts);
            });
        } finally {
            newest.free();
        }
    }
}

function counted(redactions: RedactionCounts): { redactions?: RedactionCounts } {
    return Object.keys(redactions).length === 0 ? {} : { redactions };
}

function truncationOf({ problem, mayBeCut, newestLines }: StreamEnding, droppedBytes: number): Truncation | undefined {
    const dropped = droppedBytes > 0 ? { droppedBytes } : {};
    if (problem) return { type: "broken", ...dropped, because: problem.message };
    if (mayBeCut) return { type: "may-be-cut", ...dropped };
    if (newestLines !== undefined)
        return { type: "limit", ...dropped, because: `its newest ${newestLines} lines were asked for` };
    return droppedBytes > 0 ? { type: "limit", droppedBytes } : undefined;
}
