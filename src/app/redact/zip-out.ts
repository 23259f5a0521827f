import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { ZipFile } from "yazl";
import type { OutMember, OutMembers } from "./out-member.ts";

/** Source: stat(2), the type bits of a mode; zip keeps them in the upper half of its external attributes. */
const FILE = 0o100000;
const LINK = 0o120000;

/** A zip of the members, in their order. */
export async function* zipOut(members: OutMembers): AsyncGenerator<Uint8Array> {
    const zip = new ZipFile();
    const output = Readable.from(zip.outputStream);
    const filling = fill(zip, members).catch((error: unknown) => {
        output.destroy(error instanceof Error ? error : new Error(String(error)));
    });
    yield* output;
    await filling;
}

async function fill(zip: ZipFile, members: OutMembers): Promise<void> {
    for await (const member of members) await add(zip, member);
    zip.end();
}

async function add(zip: ZipFile, { path, type, mode, modifiedAt: mtime, target, size, chunks }: OutMember): Promise<void> {
    if (type === "folder") zip.addEmptyDirectory(path, { mtime });
    else if (type === "link") zip.addBuffer(Buffer.from(target), path, { mtime, mode: LINK | 0o777 });
    else {
        const content = Readable.from(chunks, { objectMode: false });
        zip.addReadStream(content, path, { mtime, mode: FILE | (mode & 0o777), size });
        await finished(content);
    }
}
