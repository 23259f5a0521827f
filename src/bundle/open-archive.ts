import { type FileHandle, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fail, ok, ProblemError, type Result } from "../core/problem.ts";
import type { ArchiveBundle } from "./archive-bundle.ts";
import { errnoOf } from "./disk-problem.ts";
import { openSealed } from "./sealed-archive.ts";
import { openUnsealed } from "./unsealed-archive.ts";

/** gzip's first two bytes. Source: RFC 1952. */
const MAGIC = Uint8Array.of(0x1f, 0x8b);

/**
 * Opens an archive: a sealed one of ours by its index, in milliseconds; what a killed run left and any other tar.gz with the tree
 * that Sveltos draws by reading it front to back, with what memory does not hold in a nameless file in `temporaryFolder` (the system's when
 * absent). Fails with `configuration` (no such file), `unsupported` (something else) or `damaged` (cut, spoilt or hostile).
 */
export async function openArchive(
    path: string,
    options: { readonly temporaryFolder?: string } = {},
): Promise<Result<ArchiveBundle>> {
    const opened = await openFile(path);
    if (!opened.ok) return opened;
    const file = opened.value;
    let bundle: ArchiveBundle | undefined;
    try {
        bundle = await openSealed(file, path);
        return ok(
            bundle ??
                (await openUnsealed(
                    path,
                    join(options.temporaryFolder ?? tmpdir(), `casefile-${process.pid}-${file.fd}.blocks`),
                )),
        );
    } catch (error) {
        if (error instanceof ProblemError) return { ok: false, problem: error.problem };
        throw error;
    } finally {
        if (bundle === undefined) await file.close();
    }
}

async function openFile(path: string): Promise<Result<FileHandle>> {
    let file: FileHandle | undefined;
    try {
        file = await open(path, "r");
        const first = Buffer.alloc(2);
        await file.read(first, 0, 2, 0);
        if (first.equals(MAGIC)) return ok(file);
        await file.close();
        return fail("unsupported", `reading ${path}: it is not a gzip file`);
    } catch (error) {
        await file?.close();
        const because = { ENOENT: "there is no such file", EISDIR: "it is a folder", EACCES: "permission denied" }[
            errnoOf(error) ?? ""
        ];
        return fail("configuration", `reading ${path}: ${because ?? (error instanceof Error ? error.message : String(error))}`);
    }
}
