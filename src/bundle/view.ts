import type { Gap } from "../core/gap.ts";
import type { Scope } from "../core/scope.ts";
import type { Expectation } from "../spec/expectation.ts";
import { type ArchiveBundle, archiveBundle, type Located } from "./archive-bundle.ts";
import { comparePaths } from "./archive-index.ts";
import type { BlockWriter } from "./block-writer.ts";
import type { Ledger } from "./ledger.ts";
import type { Sink } from "./sink.ts";
import { TarBytes } from "./tar-bytes.ts";
import { memberChunks } from "./tar-member.ts";

/** What the run knows besides the evidence, before the archive is sealed. */
export interface Known {
    readonly takenAt: Date;
    readonly gaps: readonly Gap[];
    readonly planned: readonly Scope[];
    readonly expect?: Expectation;
}

/** An archive that is being written, as a Bundle: what was put until now. It is of no use after the archive is sealed or discarded. */
export function viewOf(
    parts: { readonly top: string; readonly ledger: Ledger; readonly blocks: BlockWriter; readonly sink: Sink },
    known: Known,
): ArchiveBundle {
    const { top, ledger, blocks, sink } = parts;
    const entries = [...ledger.entries].sort(comparePaths);
    const files = entries.map(({ path, at, size }) => ({ path, at, size }));
    const evidence = async (): Promise<Located[]> => {
        await blocks.flush();
        return entries.flatMap((entry) => {
            const ref = entry.ref ?? ledger.refOf(entry.path);
            return ref === undefined
                ? []
                : [{ ref, member: entry, ...(entry.truncation === undefined ? {} : { truncation: entry.truncation }) }];
        });
    };
    const tar = new TarBytes({
        get blocks() {
            return blocks.blocks;
        },
        readPacked: (block) => sink.readAt(block.at, block.packedBytes),
    });
    return archiveBundle({
        format: "casefile/v1",
        takenAt: known.takenAt,
        top,
        chunks: (member) => memberChunks(tar, top, member),
        readAhead: (member) => tar.readAhead(member.at),
        files: async () => files,
        file: async (path) => {
            await blocks.flush();
            return files.find((file) => file.path === path);
        },
        manifest: async () => undefined,
        evidence,
        gaps: async () => known.gaps,
        planned: async () => known.planned,
        expected: async () => known.expect,
        close: async () => undefined,
    });
}
