import { checkedMembers } from "./check-path.ts";
import { inflated } from "./inflated.ts";
import type { Member, Members, MembersEnd } from "./member.ts";
import { packingOf } from "./packing.ts";
import { peek } from "./peek.ts";
import { tarArchiveMembers } from "./tar-archive-members.ts";
import { zipMembers } from "./zip-members.ts";

/** A file at the bottom of whatever it is packed in, or something that cannot be opened. */
export type Leaf =
    /** `path` of a packed one: `logs.tar.gz!/app.log`. Read its content before the next leaf is asked for. */
    | {
          readonly type: "text" | "binary";
          readonly path: string;
          readonly head: Uint8Array;
          readonly content: AsyncIterable<Uint8Array>;
      }
    | { readonly type: "closed"; readonly path: string; readonly because: string };

/** Archives in archives in archives: no collector packs deeper. */
export const MAX_NESTING = 4;
/** The list of a zip stands at its end, so one inside another archive has to be held. */
const MAX_NESTED_ZIP_BYTES = 64 << 20;

/** All files of an archive and of those inside it. Links and folders are passed over. The end tells of the outermost only; an inner cut is a `closed` leaf. */
export async function* leaves(members: Members, prefix = "", depth = 0): AsyncGenerator<Leaf, MembersEnd> {
    for (;;) {
        const next: IteratorResult<Member, MembersEnd> = await members.next();
        if (next.done) return next.value;
        const { type, content, because = "" } = next.value;
        const path = prefix + next.value.path;
        if (type === "other") yield { type: "closed", path, because };
        if (type === "file") yield* opened(path, content, depth);
    }
}

async function* opened(path: string, content: AsyncIterable<Uint8Array>, depth: number): AsyncGenerator<Leaf> {
    const { head, chunks } = await peek(content);
    const packing = packingOf(head);
    if (packing === "text" || packing === "binary") {
        yield { type: packing, path, head, content: chunks };
        return;
    }
    if (packing === "closed" || depth >= MAX_NESTING) await left(chunks);
    if (packing === "closed") yield { type: "closed", path, because: "it is packed in a way that cannot be opened here" };
    else if (depth >= MAX_NESTING) yield { type: "closed", path, because: `it is packed more than ${MAX_NESTING} times over` };
    else if (packing === "gzip") yield* unzipped(path, chunks, depth);
    else if (packing === "tar") yield* inner(path, checkedMembers(tarArchiveMembers(chunks, path), path), depth);
    else {
        const bytes = await held(chunks);
        if (bytes === undefined)
            yield { type: "closed", path, because: "it is a zip too large to be opened inside another archive" };
        else yield* inner(path, checkedMembers(zipMembers(bytes, path), path), depth);
    }
}

async function* unzipped(path: string, packed: AsyncIterable<Uint8Array>, depth: number): AsyncGenerator<Leaf> {
    const { chunks, end } = inflated(packed, path);
    yield* opened(path, chunks, depth + 1);
    const ended = end();
    if (!ended.whole) yield { type: "closed", path, because: `its gzip stream is broken: ${ended.because}` };
}

async function* inner(path: string, members: Members, depth: number): AsyncGenerator<Leaf> {
    const { cut } = yield* leaves(members, `${path}!/`, depth + 1);
    if (cut !== undefined) yield { type: "closed", path, because: cut };
}

/** Closes what is not going to be read. */
async function left(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const _ of chunks) return;
}

/** All bytes, or undefined when they are too many. */
export async function held(chunks: AsyncIterable<Uint8Array>): Promise<Buffer | undefined> {
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of chunks) {
        length += chunk.length;
        if (length > MAX_NESTED_ZIP_BYTES) return undefined;
        parts.push(chunk);
    }
    return Buffer.concat(parts);
}
