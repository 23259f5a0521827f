import { encodeTarMember, paddingOf, TAR_BLOCK } from "../../bundle/tar-header.ts";
import type { OutMember, OutMembers } from "./out-member.ts";

const TYPE = { file: "0", folder: "5", link: "2" } as const;

/** A tar of the members, in their order. */
export async function* tarOut(members: OutMembers): AsyncGenerator<Uint8Array> {
    for await (const member of members) {
        yield headerOf(member);
        yield* member.chunks;
        const padding = paddingOf(member.size);
        if (padding > 0) yield new Uint8Array(padding);
    }
    yield new Uint8Array(2 * TAR_BLOCK);
}

function headerOf({ path, type, mode, modifiedAt, target, size }: OutMember): Uint8Array {
    const name = type === "folder" ? `${path}/` : path;
    return encodeTarMember({ path: name, type: TYPE[type], mode, mtime: Math.floor(modifiedAt.getTime() / 1000), target, size });
}
