import { type Problem, ProblemError } from "../core/problem.ts";

const SAYS: Readonly<Record<string, { message: string; hint?: string }>> = {
    EEXIST: {
        message: "something of that name came to be there during the run",
        hint: "the archive is whole under its .partial name",
    },
    ENOSPC: { message: "the disk is full", hint: "free some space, or name another place with -o" },
    EDQUOT: { message: "the disk quota is used up", hint: "free some space, or name another place with -o" },
    EFBIG: { message: "the file system takes no file this large", hint: "set --max-bytes, or name another place with -o" },
    EROFS: { message: "the file system is read-only", hint: "name another place with -o" },
    EACCES: { message: "permission denied", hint: "name a place you may write to with -o" },
    EPERM: { message: "not permitted", hint: "name a place you may write to with -o" },
    ENOENT: { message: "there is no such folder", hint: "make the folder, or name another place with -o" },
    ENOTDIR: { message: "a part of the path is a file", hint: "name another place with -o" },
    EISDIR: { message: "it is a folder", hint: "name a file with -o" },
    ENAMETOOLONG: { message: "the name is too long for the file system", hint: "name a shorter one with -o" },
    EPIPE: { message: "the reader has closed the pipe" },
    ERR_STREAM_DESTROYED: { message: "the reader has closed the pipe" },
};

/** A failed write in words: what stood in the way and what lifts it. `during` says what was tried: `writing out.tar.gz`. */
export function diskProblem(during: string, error: unknown, code: "disk" | "configuration" = "disk"): Problem {
    const known = SAYS[errnoOf(error) ?? ""];
    const said = known?.message ?? (error instanceof Error ? error.message : String(error));
    return { code, message: `${during}: ${said}`, ...(known?.hint === undefined ? {} : { hint: known.hint }), cause: error };
}

export function diskError(during: string, error: unknown): ProblemError {
    return error instanceof ProblemError ? error : new ProblemError(diskProblem(during, error));
}

/** `ENOENT` and its like, when the error carries one. */
export function errnoOf(error: unknown): string | undefined {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return typeof code === "string" ? code : undefined;
}
