import { createWriteStream } from "node:fs";
import { lstat, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { diskError } from "../../bundle/disk-problem.ts";
import { fail, ok, type Result } from "../../core/problem.ts";
import { folderOut } from "./folder-out.ts";
import type { OutMembers } from "./out-member.ts";
import { REPORT_NAME } from "./redaction-report.ts";
import { tarOut } from "./tar-out.ts";
import { zipOut } from "./zip-out.ts";

/** What the output is. `gz` and `file`: the one file of the input. */
export type OutputKind = "folder" | "tar" | "tar.gz" | "zip" | "gz" | "file";

/** Where it goes: a path, or a stream such as stdout. */
export type RedactOutput =
    | { readonly type: "path"; readonly path: string; readonly force: boolean }
    | { readonly type: "stream"; readonly stream: Writable };

/** By the output's name; a stream is what the input was, and a folder goes there as a .tar.gz. */
export function outputKind(output: RedactOutput, input: OutputKind): OutputKind {
    const single = input === "file" || input === "gz";
    if (output.type === "stream") return input === "folder" ? "tar.gz" : input === "gz" ? "file" : input;
    const { path } = output;
    if (/\.(?:tar\.gz|tgz)$/i.test(path)) return "tar.gz";
    if (/\.tar$/i.test(path)) return "tar";
    if (/\.zip$/i.test(path)) return "zip";
    if (!single) return "folder";
    return /\.gz$/i.test(path) ? "gz" : "file";
}

/** Whether something may be written there: not over what is there unless told, not over or into the input. */
export async function checkOutput(
    input: string | undefined,
    { path, force }: { path: string; force: boolean },
): Promise<Result<undefined>> {
    const to = join(await realpath(dirname(resolve(path))).catch(() => dirname(resolve(path))), basename(path));
    const from = input === undefined ? undefined : await realpath(input).catch(() => undefined);
    if (from !== undefined && (to === from || to.startsWith(from + sep)))
        return fail("configuration", `-o ${path}: it lies inside what is to be redacted`);
    if (from?.startsWith(to + sep)) return fail("configuration", `-o ${path}: what is to be redacted lies inside it`);
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined) return ok(undefined);
    if (!force) return fail("configuration", `-o ${path}: it exists already`, { hint: "another name, or --force to replace it" });
    if (found.isFile()) return ok(undefined);
    const ours = await lstat(join(path, REPORT_NAME)).catch(() => undefined);
    return found.isDirectory() && ours !== undefined
        ? ok(undefined)
        : fail("configuration", `-o ${path}: --force replaces files and folders that redact made, and this is neither`);
}

/** Writes everything; under the output's own name only when it is whole. Throws ProblemError `disk`, and whatever `members` throws. */
export async function writeOutput(members: OutMembers, kind: OutputKind, output: RedactOutput): Promise<void> {
    if (output.type === "stream") return pipeline(bytesOf(members, kind), output.stream, { end: false });
    const partial = `${output.path}.partial`;
    try {
        await rm(partial, { recursive: true, force: true });
        if (kind === "folder") await folderOut(members, partial);
        else await pipeline(bytesOf(members, kind), createWriteStream(partial, { mode: 0o600 }));
        if (output.force) await rm(output.path, { recursive: true, force: true });
        await rename(partial, output.path);
    } catch (error) {
        await rm(partial, { recursive: true, force: true });
        throw error instanceof Error && "syscall" in error ? diskError(`writing ${output.path}`, error) : error;
    }
}

function bytesOf(members: OutMembers, kind: OutputKind): NodeJS.ReadableStream {
    const readable = Readable.from(
        kind === "zip" ? zipOut(members) : kind.startsWith("tar") ? tarOut(members) : onlyFile(members),
        {
            objectMode: false,
        },
    );
    if (!kind.endsWith("gz")) return readable;
    const packer = createGzip();
    readable.once("error", (error) => packer.destroy(error));
    return readable.pipe(packer);
}

async function* onlyFile(members: OutMembers): AsyncGenerator<Uint8Array> {
    for await (const { chunks } of members) yield* chunks;
}
