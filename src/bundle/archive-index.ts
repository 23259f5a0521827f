import { z } from "zod";
import { TAR_BLOCK } from "./tar-header.ts";

/** Where a file lies in the tar: `at` is the offset of its first header block. */
export interface Member {
    /** Below the top folder. */
    readonly path: string;
    readonly at: number;
    readonly size: number;
}

const whole = z.int().nonnegative();
const stretch = z.object({
    /** Offset in the file. */
    at: whole,
    packedBytes: whole,
    bytes: whole,
});

const footer = z.object({
    apiVersion: z.literal("casefile.dev/v1"),
    kind: z.literal("ArchiveFooter"),
    /** Where the chunks begin in the file: a directory counts from there. */
    base: whole,
    directory: stretch,
});

const directory = z.object({
    /** The one folder that everything lies in. */
    top: z.string(),
    /** When it was collected: known without reading the manifest. */
    takenAt: z.iso.datetime(),
    /** Members in the order of their paths, so many to a chunk; `at` counts from the footer's `base`. */
    chunks: z.array(stretch.extend({ first: z.string(), count: whole })),
    /** Bytes and packed bytes of every block in turn; the first begins after the gzip header. */
    blocks: z.array(whole),
});

const members = z.array(z.tuple([z.string(), whole, whole]));

export type Footer = z.infer<typeof footer>;
/** What the footer points to: which chunk of the index holds a path, and where each block lies. */
export type Directory = z.infer<typeof directory>;

/** Bytes of the footer: one block of the tar. */
export const FOOTER_BYTES = TAR_BLOCK;

/** From the file's end back to the footer: it is followed by tar's two zero blocks and gzip's trailer (RFC 1952: CRC32, ISIZE). */
export const FOOTER_FROM_END = FOOTER_BYTES + 2 * TAR_BLOCK + 8;

/** Members to a chunk: one is inflated and parsed in a millisecond. */
const CHUNK_MEMBERS = 1024;

export function encodeFooter(value: Footer): Buffer {
    return Buffer.from(
        JSON.stringify(value)
            .padEnd(FOOTER_BYTES - 1, " ")
            .concat("\n"),
    );
}

/** undefined: there is no footer, so this is not a sealed archive of ours. */
export function decodeFooter(bytes: Uint8Array): Footer | undefined {
    return footer.safeParse(json(bytes)).data;
}

export function encodeDirectory(value: Directory): Buffer {
    return Buffer.from(`${JSON.stringify(value)}\n`);
}

export function decodeDirectory(bytes: Uint8Array): Directory | undefined {
    return directory.safeParse(json(bytes)).data;
}

/** Chunks of at most CHUNK_MEMBERS, each one line of JSON: `[["errors.txt",0,120],…]`. `sorted` is in the order of `comparePaths`. */
export function encodeChunks(sorted: readonly Member[]): { first: string; count: number; bytes: Buffer }[] {
    const chunks = [];
    for (let at = 0; at < sorted.length; at += CHUNK_MEMBERS) {
        const rows = sorted.slice(at, at + CHUNK_MEMBERS).map((member) => [member.path, member.at, member.size]);
        chunks.push({ first: sorted[at]?.path ?? "", count: rows.length, bytes: Buffer.from(`${JSON.stringify(rows)}\n`) });
    }
    return chunks;
}

export function decodeChunk(bytes: Uint8Array): Member[] | undefined {
    return members.safeParse(json(bytes)).data?.map(([path, at, size]) => ({ path, at, size }));
}

/** The order of members in an index: by UTF-16 code units, as JavaScript compares. */
export function comparePaths(a: { readonly path: string }, b: { readonly path: string }): number {
    return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

function json(bytes: Uint8Array): unknown {
    try {
        return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"));
    } catch {
        return undefined;
    }
}
