import { type FileHandle, open } from "node:fs/promises";
import { fail, ok, ProblemError, type Result } from "../core/problem.ts";
import type { ArchiveBundle } from "./archive-bundle.ts";
import { errnoOf } from "./disk-problem.ts";
import { openSealed } from "./sealed-archive.ts";

/** Opens an archive of ours by its index, in milliseconds. */
export async function openArchive(path: string): Promise<Result<ArchiveBundle>> {
    let file: FileHandle;
    try {
        file = await open(path, "r");
    } catch (error) {
        return fail(
            "configuration",
            `reading ${path}: ${errnoOf(error) === "ENOENT" ? "there is no such file" : error instanceof Error ? error.message : String(error)}`,
        );
    }
    try {
        const sealed = await openSealed(file, path);
        if (sealed) return ok(sealed);
        await file.close();
        return fail("damaged", `reading ${path}: not sealed`);
    } catch (error) {
        await file.close();
        if (error instanceof ProblemError) return { ok: false, problem: error.problem };
        throw error;
    }
}
