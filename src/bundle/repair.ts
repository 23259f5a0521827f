import { createHash } from "node:crypto";
import { clusterName } from "../core/cluster-ref.ts";
import { ok, ProblemError, type Result } from "../core/problem.ts";
import { scopeOf } from "../core/scope.ts";
import type { ArchiveBundle } from "./archive-bundle.ts";
import { ArchiveWriter, type EntryFacts, type ManifestHead, type Sealed } from "./archive-writer.ts";
import type { Evidence } from "./bundle.ts";
import { BLOCK_BYTES, LEVEL } from "./deflate-block.ts";
import { createFileSink } from "./file-sink.ts";
import type { ClusterFacts } from "./ledger.ts";
import type { ManifestEntry, ManifestGap } from "./manifest.ts";
import { manifestGap } from "./manifest-contents.ts";
import { openArchive } from "./open-archive.ts";
import { decodeComponent } from "./path-component.ts";
import type { Piece } from "./tar-writer.ts";

export interface RepairOptions {
    /** What a killed run left. */
    readonly from: string;
    readonly to: string;
    readonly overwrite: boolean;
    readonly tool: { readonly name: string; readonly version: string };
    readonly clock: () => Date;
    readonly temporaryFolder?: string;
}

const ERRORS_BEFORE = "errors-before-repair.txt";
const PARALLEL = 2;

/**
 * Makes a sealed archive of what a killed run left: every whole piece of evidence, and as much of the last log as is there. Its
 * manifest says `repaired`, and that anything may be missing. Of an archive that was spoilt after it was sealed, what can still be read
 * and has its checksum is kept, and the rest becomes gaps, as long as its index and manifest are whole. Fails with `configuration`, `unsupported`, `damaged` or `disk`.
 */
export async function repair(options: RepairOptions): Promise<Result<Sealed>> {
    const opened = await openArchive(
        options.from,
        options.temporaryFolder === undefined ? {} : { temporaryFolder: options.temporaryFolder },
    );
    if (!opened.ok) return opened;
    const bundle = opened.value;
    try {
        return await copy(bundle, options);
    } catch (error) {
        if (error instanceof ProblemError) return { ok: false, problem: error.problem };
        throw error;
    } finally {
        await bundle.close();
    }
}

async function copy(bundle: ArchiveBundle, options: RepairOptions): Promise<Result<Sealed>> {
    const sink = await createFileSink(options.to, { overwrite: options.overwrite, partial: `${options.to}.repairing` });
    if (!sink.ok) return sink;
    const top = options.to.replace(/^.*\//, "").replace(/\.tar\.gz$|\.tgz$/, "");
    const writer = new ArchiveWriter({ sink: sink.value, top, mtime: bundle.takenAt, level: LEVEL, parallel: PARALLEL });
    try {
        for (const cluster of await clustersOf(bundle)) writer.ledger.describe(cluster);
        const lost = await copyEvidence(bundle, writer, options.clock());
        const { documents, spoilt } = await documentsOf(bundle);
        return ok(await writer.seal(await headOf(bundle, { lost, spoilt }, options), documents));
    } catch (error) {
        await writer.discard();
        throw error;
    }
}

/** Clusters with the directories of their kinds as they are, so that nothing moves. */
async function clustersOf(bundle: ArchiveBundle): Promise<ClusterFacts[]> {
    const manifest = await bundle.manifest();
    if (manifest)
        return manifest.clusters.map(({ kinds, directory: _directory, ...facts }) => ({
            ...facts,
            kinds: [],
            directories: kinds,
        }));
    const clusters = new Map<string, ClusterFacts & { directories: Record<string, string> }>();
    for await (const { ref, path } of bundle.scan()) {
        const key = clusterName(ref.cluster);
        const facts = clusters.get(key) ?? { cluster: ref.cluster, kinds: [], directories: {} };
        clusters.set(key, facts);
        const directory = /(?:^|\/)resources\/([^/]+)\//.exec(path)?.[1];
        if (ref.type === "object" && directory !== undefined)
            facts.directories[decodeComponent(directory) ?? directory] = ref.apiVersion;
    }
    return [...clusters.values()];
}

/** Gives the gaps of what is too broken to keep: half an object is worse than none, half a log is half a log. */
async function copyEvidence(bundle: ArchiveBundle, writer: ArchiveWriter, now: Date): Promise<ManifestGap[]> {
    const manifest = await bundle.manifest();
    const known = new Map(manifest?.entries.map((entry) => [entry.path, entry]));
    const sizes = new Map((await bundle.files()).map(({ path, size }) => [path, size]));
    const lost: ManifestGap[] = [];
    for await (const evidence of bundle.scan()) {
        const { ref, truncation, path } = evidence;
        if (truncation?.type === "broken" && ref.type !== "log" && known.get(path)?.truncation === undefined) {
            const message = truncation.because ?? "the archive ends early";
            lost.push({ about: scopeOf(ref), source: "archive", code: "cut", message, takenAt: now.toISOString() });
            continue;
        }
        const problem = await copyOne(evidence, sizes.get(path) ?? 0, known.get(path), writer);
        if (problem !== undefined)
            lost.push({ about: scopeOf(ref), source: "archive", code: "damaged", message: problem, takenAt: now.toISOString() });
    }
    return lost;
}

const OTHER_CHECKSUM = "its checksum is not the one that it was sealed with";

/** Why it cannot be kept. */

async function copyOne(
    evidence: Evidence,
    size: number,
    known: ManifestEntry | undefined,
    writer: ArchiveWriter,
): Promise<string | undefined> {
    await writer.room();
    const sha256 = await checksumOf(evidence);
    if (typeof sha256 !== "string") return sha256.spoilt;
    if (known !== undefined && known.sha256 !== sha256) return OTHER_CHECKSUM;
    const { ref, truncation } = evidence;
    const facts: EntryFacts = {
        sha256,
        ...(truncation === undefined ? {} : { truncation }),
        ...(known?.redactions === undefined ? {} : { redactions: known.redactions }),
    };
    if (size <= BLOCK_BYTES) writer.add(ref, await evidence.bytes(), facts);
    else await writer.addPieces(ref, size, pieces(evidence), facts);
    return undefined;
}

/** Hex; or why it cannot be read to its end. */
async function checksumOf(evidence: Evidence): Promise<string | { readonly spoilt: string }> {
    const hash = createHash("sha256");
    try {
        for await (const chunk of evidence.chunks()) hash.update(chunk);
        return hash.digest("hex");
    } catch (error) {
        if (!(error instanceof ProblemError) || error.problem.code !== "damaged") throw error;
        return { spoilt: error.problem.message };
    }
}

async function* pieces(evidence: Evidence): AsyncIterable<Piece> {
    for await (const bytes of evidence.chunks()) yield { type: "raw", bytes };
}

async function headOf(
    bundle: ArchiveBundle,
    { lost, spoilt }: { readonly lost: readonly ManifestGap[]; readonly spoilt: readonly string[] },
    { tool, clock }: RepairOptions,
): Promise<ManifestHead> {
    const sealedAt = clock().toISOString();
    const manifest = await bundle.manifest();
    const leftOut = await leftOutOf(bundle);
    if (manifest)
        return {
            ...manifest,
            sealedAt,
            notes: [
                ...manifest.notes,
                SPOILT,
                ...leftOut,
                ...spoilt.map((path) => `Left out, because it cannot be read: ${path}`),
            ],
            gaps: [...manifest.gaps, ...lost],
            repaired: true,
        };
    const gaps: ManifestGap[] = [...lost];
    for await (const gap of bundle.gaps()) gaps.push(manifestGap(gap));
    const takenAt = bundle.takenAt.toISOString();
    const unknown = { spec: "unknown", startedAt: takenAt, takenAt, tasks: [], absents: [], nets: [] };
    return { tool, ...unknown, sealedAt, gaps, notes: [KILLED, ...leftOut], repaired: true };
}

const KILLED =
    "Repaired: made of what a run left that was killed before it sealed its archive. Whatever is missing may just not have been written.";
const SPOILT = "Repaired: made of an archive that was sealed; what could not be read of it any more is listed as a gap.";

/** Files below a cluster's folder of which nobody can tell what they are. */
async function leftOutOf(bundle: ArchiveBundle): Promise<string[]> {
    const known = new Set<string>();
    for await (const { path } of bundle.scan()) known.add(path);
    const strange = (await bundle.files()).map(({ path }) => path).filter((path) => path.includes("/") && !known.has(path));
    return strange.map((path) => `Left out, because nothing tells what it is: ${path}`);
}

/** `spoilt`: those that cannot be read. */
async function documentsOf(
    bundle: ArchiveBundle,
): Promise<{ documents: { path: string; bytes: Uint8Array }[]; spoilt: string[] }> {
    const documents: { path: string; bytes: Uint8Array }[] = [];
    const spoilt: string[] = [];
    for (const { path, size } of await bundle.files()) {
        const own =
            path === "manifest.json" || (path === "errors.txt" && (size === 0 || (await bundle.manifest()) !== undefined));
        if (path.includes("/") || own) continue;
        const bytes = await documentOf(bundle, path);
        if (bytes) documents.push({ path: path === "errors.txt" ? ERRORS_BEFORE : path, bytes });
        else spoilt.push(path);
    }
    return { documents, spoilt };
}

async function documentOf(bundle: ArchiveBundle, path: string): Promise<Uint8Array | undefined> {
    try {
        return await bundle.document(path);
    } catch (error) {
        if (error instanceof ProblemError && error.problem.code === "damaged") return undefined;
        throw error;
    }
}
