import type { ArchiveBundle } from "../bundle/archive-bundle.ts";
import { ProblemError } from "../core/problem.ts";
import { complain } from "./complain.ts";
import type { ExitCode } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

/** Opens the archive, does the work, closes it; what is wrong with the archive is told to the user. */
export async function withArchive(
    terminal: Terminal,
    path: string,
    work: (bundle: ArchiveBundle) => Promise<ExitCode>,
): Promise<ExitCode> {
    const { openArchive } = await import("../bundle/open-archive.ts");
    const opened = await openArchive(path);
    if (!opened.ok) return complain(terminal, opened.problem);
    try {
        return await work(opened.value);
    } catch (error) {
        if (error instanceof ProblemError) return complain(terminal, error.problem);
        throw error;
    } finally {
        await opened.value.close();
    }
}

/** Copies to stdout at the reader's pace. */
export async function copyOut(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const chunk of chunks) {
        if (!process.stdout.write(chunk)) await new Promise((resolve) => process.stdout.once("drain", resolve));
    }
}
