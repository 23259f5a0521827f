import { constants, type Dirent } from "node:fs";
import { access, lstat, open, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import { type Member, type Members, nothing } from "./member.ts";

/** Everything below a folder, folders before what is in them, names in order. Links are told, never followed. */
export async function* folderMembers(root: string): Members {
    yield* below(root, "");
    return {};
}

async function* below(root: string, folder: string): AsyncGenerator<Member> {
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => undefined);
    for (const entry of (entries ?? []).sort((a, b) => (a.name < b.name ? -1 : 1))) {
        const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
        yield await member(root, path, entry);
        if (entry.isDirectory()) yield* below(root, path);
    }
}

async function member(root: string, path: string, entry: Dirent): Promise<Member> {
    const full = join(root, path);
    const { mode, mtime } = await lstat(full);
    const common = { path, mode: mode & 0o7777, modifiedAt: mtime, content: nothing() };
    if (entry.isDirectory()) return { ...common, type: "folder" };
    if (entry.isSymbolicLink()) return { ...common, type: "link", target: await readlink(full) };
    if (!entry.isFile()) return { ...common, type: "other", because: "it is a device, a socket or a pipe" };
    const readable = await access(full, constants.R_OK).then(
        () => true,
        () => false,
    );
    return readable
        ? { ...common, type: "file", content: contentOf(full) }
        : { ...common, type: "other", because: "it cannot be read: permission denied" };
}

/** Opened when it is read. A link that has taken its place since is not followed. */
async function* contentOf(path: string): AsyncGenerator<Uint8Array> {
    await using file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    yield* file.createReadStream({ highWaterMark: 256 * 1024, autoClose: false });
}
