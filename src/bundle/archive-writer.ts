import { createHash } from "node:crypto";
import type { EvidenceRef } from "../core/evidence-ref.ts";
import { ProblemError } from "../core/problem.ts";
import { scopeOf } from "../core/scope.ts";
import type { ArchiveBundle } from "./archive-bundle.ts";
import { BlockWriter } from "./block-writer.ts";
import { errorsText } from "./errors-text.ts";
import { Ledger, type LedgerEntry } from "./ledger.ts";
import type { Manifest, ManifestGap } from "./manifest.ts";
import { manifestJson } from "./manifest-json.ts";
import type { Sink } from "./sink.ts";
import { type Piece, TarWriter } from "./tar-writer.ts";
import { type Known, viewOf } from "./view.ts";

/** What is known of an entry before it is written. */
export type EntryFacts = Pick<LedgerEntry, "sha256" | "truncation" | "redactions">;

/** Room on a full disk for a report, and for what each entry costs in the manifest and the index, packed. */
const RESERVE_BYTES = 1024 * 1024;
const RESERVE_BYTES_PER_ENTRY = 100;
const RESERVE_STEP_ENTRIES = 4096;
/** When even the reserve does not hold the end, so much of the newest evidence is given up for it, each time. */
const GIVE_UP_BYTES = 4 * 1024 * 1024;
const SEAL_ATTEMPTS = 4;

/** The whole archive after sealing. */
export interface Sealed {
    /** Of the file. */
    readonly bytes: number;
    /** Hex, of the file. */
    readonly sha256: string;
    /** Evidence and documents. */
    readonly entries: number;
}

/** The manifest but for what the writer knows itself. */
export type ManifestHead = Omit<
    Manifest,
    "apiVersion" | "kind" | "format" | "clusters" | "entries" | "redactions" | "duplicates"
>;

/**
 * Puts files of evidence and their ledger into an archive and seals it. Its callers answer for what they give it: `createArchive`
 * for redaction, `repair` for having read it from an archive. One call at a time; `exclusive` makes it so.
 */
export class ArchiveWriter {
    readonly ledger = new Ledger();
    readonly #sink: Sink;
    readonly #blocks: BlockWriter;
    readonly #tar: TarWriter;
    #turn: Promise<void> = Promise.resolve();
    #ending = false;
    #reservedEntries = -1;

    constructor(options: {
        readonly sink: Sink;
        readonly top: string;
        readonly mtime: Date;
        readonly level: number;
        readonly parallel: number;
    }) {
        const { sink, top, level, parallel } = options;
        this.#sink = sink;
        this.#blocks = new BlockWriter(sink, { level, parallel });
        this.#tar = new TarWriter({ top, sink, blocks: this.#blocks, level, mtime: Math.floor(options.mtime.getTime() / 1000) });
    }

    /** In the file so far. */
    get bytes(): number {
        return this.#sink.bytes;
    }

    /** Runs one thing after the other, in the order of the calls. */
    async exclusive<T>(work: () => Promise<T>): Promise<T> {
        const turn = this.#turn.then(work);
        this.#turn = turn.then(
            () => undefined,
            () => undefined,
        );
        return turn;
    }

    /** Waits until more may be added; throws what kept the archive from being written. */
    async room(): Promise<void> {
        const entries = this.ledger.entries.length;
        if (entries >= this.#reservedEntries) {
            this.#reservedEntries = entries + RESERVE_STEP_ENTRIES;
            await this.#sink.growReserve(RESERVE_BYTES + this.#reservedEntries * RESERVE_BYTES_PER_ENTRY);
        }
        await this.#blocks.room();
    }

    /** A whole small piece of evidence; dropped when the same is there. */
    add(ref: EvidenceRef, bytes: Uint8Array, facts: EntryFacts): void {
        const path = this.ledger.place(ref);
        if (path === undefined) return;
        const at = this.#tar.add(path, bytes);
        this.ledger.record(ref, { path, at, size: bytes.byteLength, end: this.#blocks.tarBytes, ...facts });
    }

    /** Evidence in pieces. */
    async addPieces(ref: EvidenceRef, size: number, pieces: AsyncIterable<Piece>, facts: EntryFacts): Promise<void> {
        const path = this.ledger.place(ref);
        if (path === undefined) return;
        const at = await this.#tar.addPieces(path, size, pieces);
        this.ledger.record(ref, { path, at, size, end: this.#blocks.tarBytes, ...facts });
    }

    /** Asked every few seconds: after it, what was added before the last time is in the file, so that a killed run leaves it. */
    async checkpoint(): Promise<void> {
        if (!this.#ending) await this.#blocks.cutOld();
    }

    view(known: Known): ArchiveBundle {
        return viewOf({ top: this.#tar.top, ledger: this.ledger, blocks: this.#blocks, sink: this.#sink }, known);
    }

    /** Writes what stands at the top, the index and the end, and makes the archive visible. On a full disk, into what room was held back. */
    async seal(head: ManifestHead, documents: readonly { readonly path: string; readonly bytes: Uint8Array }[]): Promise<Sealed> {
        this.#ending = true;
        const lost = await this.#flushOrGoBack();
        for (let attempt = 1; ; attempt++) {
            const evidenceEnd = this.#blocks.tarBytes;
            try {
                await this.#writeEnd(withLost(head, lost), documents);
                break;
            } catch (error) {
                if (attempt === SEAL_ATTEMPTS || !(error instanceof ProblemError) || error.problem.code !== "disk") throw error;
                await this.#blocks.settle();
                const keep = Math.min(evidenceEnd, this.#blocks.writtenTarBytes) - GIVE_UP_BYTES * 4 ** (attempt - 1);
                lost.push(...(await this.#goBack(Math.max(0, keep))));
            }
        }
        await this.#sink.finish();
        return { bytes: this.#sink.bytes, sha256: this.#sink.sha256, entries: this.ledger.entries.length };
    }

    async discard(): Promise<void> {
        this.#ending = true;
        await this.#blocks.settle();
        await this.#sink.discard();
    }

    async #flushOrGoBack(): Promise<EvidenceRef[]> {
        try {
            await this.#blocks.flush();
            return [];
        } catch {
            return this.#goBack(this.#blocks.writtenTarBytes);
        }
    }

    /** Forgets all that does not lie wholly before an offset; gives what evidence that was. */
    async #goBack(tarBytes: number): Promise<EvidenceRef[]> {
        await this.#blocks.settle();
        await this.#sink.releaseReserve();
        const lost = this.ledger.dropAfter(tarBytes);
        await this.#blocks.rewind(this.ledger.entries.at(-1)?.end ?? 0);
        return lost.flatMap(({ ref, path }) => ref ?? this.ledger.refOf(path) ?? []);
    }

    async #writeEnd(
        head: ManifestHead,
        documents: readonly { readonly path: string; readonly bytes: Uint8Array }[],
    ): Promise<void> {
        await this.#sink.releaseReserve();
        this.#addDocument("errors.txt", Buffer.from(errorsText(head.gaps)));
        for (const { path, bytes } of documents) {
            await this.#blocks.room();
            this.#addDocument(path, bytes);
        }
        const pieces = Array.from(manifestJson(this.#manifest(head)), (text) => ({
            type: "raw" as const,
            bytes: Buffer.from(text),
        }));
        const size = pieces.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
        const at = await this.#tar.addPieces("manifest.json", size, pieces);
        const members = this.ledger.entries.map((entry) => ({ path: entry.path, at: entry.at, size: entry.size }));
        await this.#tar.end([...members, { path: "manifest.json", at, size }], new Date(head.takenAt));
    }

    #addDocument(path: string, bytes: Uint8Array): void {
        const at = this.#tar.add(path, bytes);
        const sha256 = createHash("sha256").update(bytes).digest("hex");
        this.ledger.recordDocument({ path, at, size: bytes.byteLength, end: this.#blocks.tarBytes, sha256 });
    }

    #manifest(head: ManifestHead): Manifest {
        const { tool, spec, expect, startedAt, takenAt, sealedAt, tasks, gaps, absents, nets, notes, repaired } = head;
        const { ledger } = this;
        return {
            apiVersion: "casefile.dev/v1",
            kind: "Manifest",
            tool,
            format: 1,
            spec,
            ...(expect === undefined ? {} : { expect }),
            startedAt,
            takenAt,
            sealedAt,
            ...(repaired === undefined ? {} : { repaired }),
            clusters: ledger.clusters(),
            redactions: sumOf(ledger.entries),
            nets,
            duplicates: ledger.duplicates,
            notes,
            gaps,
            absents,
            tasks,
            entries: [...ledger.entries].sort((a, b) => (a.path < b.path ? -1 : 1)).map(manifestEntry),
        };
    }
}

function manifestEntry({ path, size, sha256, ref, truncation, redactions }: LedgerEntry): Manifest["entries"][number] {
    return {
        path,
        bytes: size,
        sha256,
        ...(ref === undefined ? {} : { ref }),
        ...(truncation === undefined ? {} : { truncation }),
        ...(redactions === undefined ? {} : { redactions }),
    };
}

/** How often each rule hid something, in all entries. */
function sumOf(entries: readonly LedgerEntry[]): Record<string, number> {
    const sum: Record<string, number> = {};
    for (const { redactions } of entries) {
        for (const [rule, count] of Object.entries(redactions ?? {})) sum[rule] = (sum[rule] ?? 0) + count;
    }
    return Object.fromEntries(Object.entries(sum).sort());
}

/** What the disk had no room for is a gap like any other. */
function withLost(head: ManifestHead, lost: readonly EvidenceRef[]): ManifestHead {
    const gaps = lost.map((ref): ManifestGap => {
        const message = "the disk was full before it was written";
        return { about: scopeOf(ref), source: "archive", code: "disk", message, takenAt: head.sealedAt };
    });
    return { ...head, gaps: [...head.gaps, ...gaps] };
}
