import { chmod, mkdir, open, symlink, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { OutMember, OutMembers } from "./out-member.ts";

/** Writes the members into a new folder. Times and modes of folders are set last, when nothing is put into them any more. */
export async function folderOut(members: OutMembers, root: string): Promise<void> {
    await mkdir(root, { recursive: true });
    const folders: OutMember[] = [];
    for await (const member of members) {
        const path = join(root, member.path);
        await mkdir(member.type === "folder" ? path : dirname(path), { recursive: true });
        if (member.type === "folder") folders.push(member);
        else if (member.type === "link") await symlink(member.target, path);
        else await file(member, path);
    }
    for (const { path, mode, modifiedAt } of folders.reverse()) {
        await chmod(join(root, path), (mode & 0o777) | 0o700);
        await utimes(join(root, path), modifiedAt, modifiedAt);
    }
}

async function file({ chunks, mode, modifiedAt }: OutMember, path: string): Promise<void> {
    await using handle = await open(path, "wx", (mode & 0o777) | 0o600);
    for await (const chunk of chunks) await handle.write(chunk);
    await handle.utimes(modifiedAt, modifiedAt);
}
