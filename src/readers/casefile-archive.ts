import { open } from "node:fs/promises";
import type { ArchiveBundle } from "../bundle/archive-bundle.ts";
import { openArchive } from "../bundle/open-archive.ts";
import type { Result } from "../core/problem.ts";

/** An archive of ours, sealed or not, or any other tar.gz with the tree of a Sveltos Techsupport. */
export const casefileArchive = {
    name: "casefile-archive",
    description: "An archive of casefile (.tar.gz, also an unsealed .partial), or a Sveltos Techsupport packed as .tar.gz",
    /** Whether the path is one: a gzip file. */
    async accepts(path: string): Promise<boolean> {
        const file = await open(path, "r").catch(() => undefined);
        if (file === undefined) return false;
        try {
            const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
            return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
        } catch {
            return false;
        } finally {
            await file.close();
        }
    },
    /** Problems: `configuration` (no such file), `unsupported` (none of our tree in it), `damaged` (cut, spoilt or hostile). */
    open(path: string): Promise<Result<ArchiveBundle>> {
        return openArchive(path);
    },
};
