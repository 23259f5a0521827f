import { ProblemError } from "../core/problem.ts";
import { ByteReader } from "./byte-reader.ts";
import { decodePax, decodeTarHeader, paddingOf, TAR_BLOCK, type TarHeader } from "./tar-header.ts";

/** One member of a tar, whatever it is, in the order in which they lie. Its content is read before the next one is asked for, or not at all. */
export interface TarMember extends TarHeader {
    /** Where its content begins in the tar. */
    readonly contentAt: number;
    /** Ends early when the tar does: compare with `size`. */
    readonly content: AsyncIterable<Uint8Array>;
}

/** How a tar ended: with its zero blocks, or before. */
export type TarEnd = "whole" | "cut";

const ZEROS = Buffer.alloc(TAR_BLOCK);
const MAX_META_BYTES = 1024 * 1024;

/**
 * Reads a tar front to back: ustar, pax, GNU long names, base-256 sizes. Gives folders, links and devices too: who takes them decides what
 * they are worth. A header that is none is ProblemError `damaged`.
 */
export async function* tarMembers(chunks: AsyncIterable<Uint8Array>, what: string): AsyncGenerator<TarMember, TarEnd> {
    const bytes = new ByteReader(chunks);
    let meta: Partial<TarHeader> = {};
    for (;;) {
        const block = await bytes.exactly(TAR_BLOCK);
        if (block === undefined) return "cut";
        if (ZEROS.equals(block)) {
            await bytes.drain();
            return "whole";
        }
        const header = decodeTarHeader(block);
        if (header === undefined) throw refused(what, `there is no tar header at ${bytes.position - TAR_BLOCK}`);
        if (META_TYPES.includes(header.type)) {
            const next = await readMeta(bytes, header, meta, what);
            if (next === undefined) return "cut";
            meta = next;
            continue;
        }
        const member = { ...header, ...meta };
        const size = HAS_NO_CONTENT.includes(member.type) ? 0 : member.size;
        meta = {};
        const contentAt = bytes.position;
        yield { ...member, path: cleaned(member.path), size, contentAt, content: bytes.upTo(size) };
        for await (const _ of bytes.upTo(contentAt + size - bytes.position));
        if ((await bytes.exactly(paddingOf(size))) === undefined) return "cut";
    }
}

const META_TYPES = ["x", "g", "L", "K"];
/** Links, devices, folders and pipes. */
const HAS_NO_CONTENT = ["1", "2", "3", "4", "5", "6"];

/** What extended headers say of the member after them. */
async function readMeta(
    bytes: ByteReader,
    header: TarHeader,
    meta: Partial<TarHeader>,
    what: string,
): Promise<Partial<TarHeader> | undefined> {
    if (header.size > MAX_META_BYTES) throw refused(what, `an extended header of ${header.size} bytes`);
    const body = await bytes.exactly(header.size);
    if (body === undefined || (await bytes.exactly(paddingOf(header.size))) === undefined) return undefined;
    if (header.type === "L") return { ...meta, path: textOf(body) };
    if (header.type === "K") return { ...meta, target: textOf(body) };
    if (header.type !== "x") return meta;
    const records = decodePax(body);
    if (records === undefined) throw refused(what, "an extended header that cannot be read");
    const path = records.get("path");
    const target = records.get("linkpath");
    const size = records.get("size");
    if (size !== undefined && !/^\d{1,15}$/.test(size)) throw refused(what, `a file of ${JSON.stringify(size)} bytes`);
    return {
        ...meta,
        ...(path === undefined ? {} : { path }),
        ...(target === undefined ? {} : { target }),
        ...(size === undefined ? {} : { size: Number(size) }),
    };
}

function textOf(body: Uint8Array): string {
    return Buffer.from(body).toString("utf8").replace(/\0+$/, "");
}

/** `./a/b` is how `tar -C folder .` names `a/b`. */
function cleaned(path: string): string {
    return path.replace(/^(?:\.\/)+/, "");
}

function refused(what: string, because: string): ProblemError {
    return new ProblemError({ code: "damaged", message: `reading ${what}: refused: ${because}` });
}
