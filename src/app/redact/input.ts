import { Buffer } from "node:buffer";
import { fail, ok, type Result } from "../../core/problem.ts";
import { checkedMembers } from "../../readers/members/check-path.ts";
import { type OpenedMembers, openMembers, openStream } from "../../readers/members/open-members.ts";
import { packingOf } from "../../readers/members/packing.ts";
import { zipMembers } from "../../readers/members/zip-members.ts";

/** What is to be redacted: a path, or a stream such as stdin. */
export type RedactInput =
    | { readonly type: "path"; readonly path: string }
    | { readonly type: "stream"; readonly stream: AsyncIterable<Uint8Array> };

/** An input, and whether it can be read twice. */
export interface OpenedInput extends OpenedMembers {
    readonly again: boolean;
}

/** So much of a stream is kept in memory, to be read twice. */
const MEMORY_BYTES = 64 << 20;
const NAME = "stdin";

/** Opens it. A stream above 64 MiB can be read once only, and not as a zip. */
export async function openInput(input: RedactInput, now: Date): Promise<Result<OpenedInput>> {
    if (input.type === "path") {
        const opened = await openMembers(input.path);
        return opened.ok ? ok({ ...opened.value, again: true }) : opened;
    }
    const about = { modifiedAt: now, mode: 0o644 };
    const iterator = input.stream[Symbol.asyncIterator]();
    const first: Uint8Array[] = [];
    let length = 0;
    let ended = false;
    while (!ended && length <= MEMORY_BYTES) {
        const next = await iterator.next();
        if (next.done) ended = true;
        else length += first[first.push(next.value) - 1]?.length ?? 0;
    }
    const isZip = packingOf(first[0] ?? new Uint8Array(0)) === "zip";
    if (isZip && !ended) return fail("configuration", "reading stdin: a zip of more than 64 MiB can only be read from a file");
    if (isZip)
        return ok({ container: "zip", again: true, members: () => checkedMembers(zipMembers(Buffer.concat(first), NAME), NAME) });
    let sniffing = true;
    const read = async function* () {
        yield* first;
        if (sniffing || ended) return;
        first.length = 0;
        for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    };
    const opened = await openStream(read, NAME, about);
    sniffing = false;
    return ok({ ...opened, again: ended });
}
