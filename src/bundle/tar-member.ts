import { ProblemError } from "../core/problem.ts";
import type { Member } from "./archive-index.ts";
import type { TarBytes } from "./tar-bytes.ts";
import { decodePax, decodeTarHeader, paddingOf, TAR_BLOCK } from "./tar-header.ts";

/** A pax header holds a path and a size: one of megabytes is an attack. */
const MAX_PAX_BYTES = 64 * 1024;

/**
 * Where the content of a member begins. Reads the tar's own header and compares: an index that says anything else than the tar, by
 * which one reader would see other files than another, is ProblemError `damaged`.
 */
export async function contentOffset(tar: TarBytes, top: string, member: Member): Promise<number> {
    let at = member.at;
    let path: string | undefined;
    let size: number | undefined;
    const first = decodeTarHeader(await tar.read(at, TAR_BLOCK));
    if (first?.type === "x" && first.size <= MAX_PAX_BYTES) {
        const records = decodePax(await tar.read(at + TAR_BLOCK, first.size));
        path = records?.get("path");
        size = records?.has("size") ? Number(records.get("size")) : undefined;
        at += TAR_BLOCK + first.size + paddingOf(first.size);
    }
    const header = decodeTarHeader(await tar.read(at, TAR_BLOCK));
    const found = { path: path ?? header?.path, size: size ?? header?.size, type: header?.type };
    if (found.path !== `${top}/${member.path}` || found.size !== member.size || found.type !== "0") {
        const message = `the index says that ${member.path} of ${member.size} bytes lies at ${member.at}, but the tar has something else there`;
        throw new ProblemError({ code: "damaged", message });
    }
    return at + TAR_BLOCK;
}

/** The content of a member, in pieces of at most a block. */
export async function* memberChunks(tar: TarBytes, top: string, member: Member): AsyncIterable<Uint8Array> {
    yield* tar.range(await contentOffset(tar, top, member), member.size);
}
