import { hash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pod, temporaryFolder } from "../../test/archive.ts";
import { ArchiveWriter, type ManifestHead } from "./archive-writer.ts";
import { diskError } from "./disk-problem.ts";
import { openArchive } from "./open-archive.ts";
import type { Sink } from "./sink.ts";
import { verifyIntegrity } from "./verify-integrity.ts";

/** A disk of so many bytes that archive and reserve share; a write that does not fit is done in part, as disks do. */
class SmallDisk implements Sink {
    readonly path = "out.tar.gz";
    readonly sha256 = "";
    readonly #room: number;
    #content = Buffer.alloc(0);
    #reserved = 0;
    finished = false;

    constructor(room: number) {
        this.#room = room;
    }

    get bytes(): number {
        return this.#content.length;
    }

    get content(): Buffer {
        return this.#content;
    }

    async write(bytes: Uint8Array): Promise<void> {
        const fits = Math.max(0, this.#room - this.#reserved - this.#content.length);
        if (bytes.byteLength > fits)
            throw diskError("writing out.tar.gz", Object.assign(new Error("no space"), { code: "ENOSPC" }));
        this.#content = Buffer.concat([this.#content, bytes]);
    }

    async readAt(at: number, length: number): Promise<Uint8Array> {
        return this.#content.subarray(at, at + length);
    }

    async truncate(at: number): Promise<void> {
        this.#content = this.#content.subarray(0, at);
    }

    async growReserve(bytes: number): Promise<void> {
        if (this.#content.length + bytes > this.#room)
            throw diskError("writing out.tar.gz", Object.assign(new Error("no space"), { code: "ENOSPC" }));
        this.#reserved = Math.max(this.#reserved, bytes);
    }

    async releaseReserve(): Promise<void> {
        this.#reserved = 0;
    }

    async finish(): Promise<void> {
        this.finished = true;
    }

    async discard(): Promise<void> {}
}

const HEAD: ManifestHead = {
    tool: { name: "casefile", version: "0" },
    spec: "default",
    startedAt: "2026-11-21T09:00:00Z",
    takenAt: "2026-11-21T09:00:00Z",
    sealedAt: "2026-11-21T09:00:00Z",
    tasks: [],
    gaps: [],
    absents: [],
    nets: [],
    notes: [],
};

/** Puts entries that do not compress until the disk is full; gives how many were taken. */
async function fill(writer: ArchiveWriter, bytesEach: number): Promise<number> {
    for (let count = 0; ; count++) {
        const bytes = randomBytes(bytesEach);
        try {
            await writer.room();
        } catch (error) {
            expect(error).toMatchObject({ problem: { code: "disk", message: "writing out.tar.gz: the disk is full" } });
            return count;
        }
        writer.add(pod(`p${count}`), bytes, { sha256: hash("sha256", bytes) });
    }
}

for (const [says, bytesEach, room, documentBytes] of [
    ["many small entries", 20_000, 6_000_000, 0],
    ["entries larger than a block", 2_500_000, 12_000_000, 0],
    ["a report that is larger than what was held back", 20_000, 9_000_000, 3_000_000],
] as const) {
    test(`a disk that runs full, ${says}: what was written before is sealed, and what was not is a gap`, async () => {
        const disk = new SmallDisk(room);
        const writer = new ArchiveWriter({ sink: disk, top: "case", mtime: new Date(0), level: 1, parallel: 2 });
        const taken = await fill(writer, bytesEach);
        const sealed = await writer.seal(HEAD, [{ path: "report.html", bytes: randomBytes(documentBytes) }]);
        expect(disk.finished).toBe(true);

        const path = join(temporaryFolder(), "out.tar.gz");
        writeFileSync(path, disk.content);
        expect(await verifyIntegrity(path)).toEqual([]);
        const opened = await openArchive(path);
        if (!opened.ok) throw new Error(opened.problem.message);
        const manifest = await opened.value.manifest();
        const present = manifest?.entries.filter(({ path }) => path.includes("/Pod/")).length ?? 0;
        expect(present).toBeGreaterThan(0);
        expect(present + (manifest?.gaps.length ?? 0)).toBe(taken);
        expect(manifest?.gaps[0]).toMatchObject({
            source: "archive",
            code: "disk",
            message: "the disk was full before it was written",
        });
        expect(sealed.entries).toBe(present + 2);
        await opened.value.close();
    });
}
