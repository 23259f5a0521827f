import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { fail, ok, type Result } from "../../core/problem.ts";
import { checkedMembers } from "./check-path.ts";
import { folderMembers } from "./folder-members.ts";
import { inflated } from "./inflated.ts";
import type { Member, Members } from "./member.ts";
import { packingOf } from "./packing.ts";
import { peek } from "./peek.ts";
import { tarArchiveMembers } from "./tar-archive-members.ts";
import { zipMembers } from "./zip-members.ts";

/** What lies at a path. `gz` and `file` are one file, named as the path without `.gz`. */
export interface OpenedMembers {
    readonly container: "folder" | "tar" | "tar.gz" | "zip" | "gz" | "file";
    /** From the beginning; may be asked for again. */
    members(): Members;
}

type ReadAgain = () => AsyncIterable<Uint8Array>;

/** Opens a folder, a .tar, .tar.gz or .zip, or a single file, packed or not, by what it is and not by its name. `configuration`: it is not there. */
export async function openMembers(path: string): Promise<Result<OpenedMembers>> {
    try {
        const { isFolder, modifiedAt, mode } = await stat(path).then((found) => ({
            isFolder: found.isDirectory(),
            modifiedAt: found.mtime,
            mode: found.mode & 0o7777,
        }));
        if (isFolder) return ok({ container: "folder", members: () => checkedMembers(folderMembers(path), path) });
        const read = () => createReadStream(path, { highWaterMark: 256 * 1024 });
        if ((await kindOf(read())) === "zip")
            return ok({ container: "zip", members: () => checkedMembers(zipMembers(path, path), path) });
        return ok(await openStream(read, path, { modifiedAt, mode }));
    } catch (error) {
        const because = error instanceof Error && "code" in error ? (WORDS[String(error.code)] ?? error.message) : String(error);
        return fail("configuration", `reading ${path}: ${because}`);
    }
}

const WORDS: Readonly<Record<string, string>> = { ENOENT: "there is no such file", EACCES: "permission denied" };

/** As openMembers, of a stream that can be begun again: no zip, since its list stands at the end. */
export async function openStream(
    read: ReadAgain,
    name: string,
    about: Pick<Member, "modifiedAt" | "mode">,
): Promise<OpenedMembers> {
    const kind = await kindOf(read());
    if (kind === "tar") return { container: "tar", members: () => checkedMembers(tarArchiveMembers(read(), name), name) };
    const inside = kind === "gzip" ? await kindOf(inflated(read(), name).chunks) : undefined;
    if (inside === "tar") return { container: "tar.gz", members: () => checkedMembers(tarGzMembers(read, name), name) };
    const path = basename(name).replace(kind === "gzip" ? /\.gz$/i : /$^/, "");
    const member = { path, type: "file", ...about } as const;
    if (inside === undefined) return { container: "file", members: () => single(member, read) };
    return { container: "gz", members: () => singleGz(member, read, name) };
}

async function* tarGzMembers(read: ReadAgain, name: string): Members {
    const { chunks, end } = inflated(read(), name);
    return yield* tarArchiveMembers(chunks, name, end);
}

async function* single(member: Omit<Member, "content">, read: ReadAgain): Members {
    const content = async function* () {
        yield* read();
    };
    yield { ...member, content: content() };
    return {};
}

async function* singleGz(member: Omit<Member, "content">, read: ReadAgain, name: string): Members {
    const { chunks, end } = inflated(read(), name);
    yield { ...member, content: chunks };
    const ended = end();
    return ended.whole ? {} : { cut: `the gzip stream is broken: ${ended.because}` };
}

async function kindOf(chunks: AsyncIterable<Uint8Array>) {
    const { head, chunks: rest } = await peek(chunks);
    const iterator = rest[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.return?.();
    return packingOf(head);
}
