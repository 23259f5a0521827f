import type { FileHandle } from "node:fs/promises";
import { ProblemError } from "../core/problem.ts";
import { type ArchiveBundle, archiveBundle, type Contents } from "./archive-bundle.ts";
import {
    type Directory,
    decodeChunk,
    decodeDirectory,
    decodeFooter,
    FOOTER_BYTES,
    FOOTER_FROM_END,
    type Footer,
    type Member,
} from "./archive-index.ts";
import { unpackBlock } from "./deflate-block.ts";
import { type Manifest, parseManifest } from "./manifest.ts";
import { evidenceOf, expectedOf, gapsOf, plannedOf } from "./manifest-contents.ts";
import { type StoredBlock, TarBytes } from "./tar-bytes.ts";
import { contentOffset, memberChunks } from "./tar-member.ts";
import { isUnsafePath } from "./unsafe-path.ts";

/** More than these no archive of ours needs: 60,000 entries come to a twentieth. */
const MAX_DIRECTORY_BYTES = 64 * 1024 * 1024;
const MAX_CHUNK_BYTES = 64 * 1024 * 1024;
/** Ours have one or two MiB; so much a lying index may make a reader inflate at once. */
const MAX_BLOCK_BYTES = 16 * 1024 * 1024;
const MAX_MANIFEST_BYTES = 512 * 1024 * 1024;
const GZIP_HEADER_BYTES = 10;

/** Opens by footer and index; undefined when there is none. Throws ProblemError `damaged` when they lie. */
export async function openSealed(file: FileHandle, path: string): Promise<ArchiveBundle | undefined> {
    const { size } = await file.stat();
    const footer = size < FOOTER_FROM_END ? undefined : decodeFooter(await readAt(file, size - FOOTER_FROM_END, FOOTER_BYTES));
    if (footer === undefined) return undefined;
    const { at, packedBytes, bytes } = footer.directory;
    if (at + packedBytes > size || bytes > MAX_DIRECTORY_BYTES) throw damaged(path, "its footer points outside the file");
    const directory = decodeDirectory(await unpacked(await readAt(file, at, packedBytes), bytes, path));
    if (directory === undefined) throw damaged(path, "the directory of its index cannot be read");
    const blocks = storedBlocks(directory.blocks);
    if (blocks.some(({ length }) => length > MAX_BLOCK_BYTES))
        throw damaged(path, "its index names a block larger than any block");
    const last = blocks.at(-1);
    if (last && last.at + last.packedBytes > footer.base) throw damaged(path, "its index names blocks that are not there");
    const index = new Index({ file, path, footer, directory });
    return archiveBundle(contentsOf({ file, path, directory, blocks, index }));
}

interface Parts {
    readonly file: FileHandle;
    readonly path: string;
    readonly directory: Directory;
    readonly blocks: readonly StoredBlock[];
    readonly index: Index;
}

function contentsOf({ file, path, directory, blocks, index }: Parts): Contents {
    const tar = new TarBytes({ blocks, readPacked: (block) => readAt(file, block.at, block.packedBytes) });
    let manifest: Promise<Manifest> | undefined;
    const manifestOnce = () => {
        manifest ??= readManifest(tar, directory.top, index, path);
        return manifest;
    };
    return {
        format: "casefile/v1",
        takenAt: new Date(directory.takenAt),
        top: directory.top,
        chunks: (member) => memberChunks(tar, directory.top, member),
        readAhead: (member) => tar.readAhead(member.at),
        files: () => index.members(),
        file: (wanted) => index.member(wanted),
        manifest: manifestOnce,
        evidence: async () => evidenceOf(await manifestOnce(), await index.members()),
        gaps: async () => gapsOf(await manifestOnce()),
        planned: async () => plannedOf(await manifestOnce()),
        expected: async () => expectedOf(await manifestOnce()),
        close: () => file.close(),
    };
}

/** The index of a sealed archive, read as far as it is asked for. */
class Index {
    readonly #file: FileHandle;
    readonly #path: string;
    readonly #footer: Footer;
    readonly #directory: Directory;
    #all: Promise<readonly Member[]> | undefined;

    constructor(parts: {
        readonly file: FileHandle;
        readonly path: string;
        readonly footer: Footer;
        readonly directory: Directory;
    }) {
        this.#file = parts.file;
        this.#path = parts.path;
        this.#footer = parts.footer;
        this.#directory = parts.directory;
    }

    /** Inflates the one chunk that can hold the path. */
    async member(path: string): Promise<Member | undefined> {
        const chunk = this.#directory.chunks.findLast(({ first }) => first <= path);
        return chunk && (await this.#chunk(chunk)).find((member) => member.path === path);
    }

    members(): Promise<readonly Member[]> {
        this.#all ??= this.#readAll();
        return this.#all;
    }

    async #readAll(): Promise<readonly Member[]> {
        const all: Member[] = [];
        for (const chunk of this.#directory.chunks) {
            for (const member of await this.#chunk(chunk)) {
                const before = all.at(-1)?.path;
                if (before !== undefined && before >= member.path)
                    throw damaged(this.#path, `its index names ${member.path} twice or out of order`);
                all.push(member);
            }
        }
        return all;
    }

    async #chunk({ at, packedBytes, bytes }: Directory["chunks"][number]): Promise<readonly Member[]> {
        if (bytes > MAX_CHUNK_BYTES || packedBytes > bytes * 2 + 1024)
            throw damaged(this.#path, "its index is larger than any index");
        const packed = await readAt(this.#file, this.#footer.base + at, packedBytes);
        const members = decodeChunk(await unpacked(packed, bytes, this.#path));
        if (members === undefined) throw damaged(this.#path, "a part of its index cannot be read");
        for (const { path } of members)
            if (isUnsafePath(path)) throw damaged(this.#path, `it holds a file named ${JSON.stringify(path)}`);
        return members;
    }
}

async function readManifest(tar: TarBytes, top: string, index: Index, path: string): Promise<Manifest> {
    const member = await index.member("manifest.json");
    if (member === undefined || member.size > MAX_MANIFEST_BYTES) throw damaged(path, "it has no manifest.json");
    const parsed = parseManifest(await tar.read(await contentOffset(tar, top, member), member.size));
    if (!parsed.ok) throw new ProblemError(parsed.problem);
    return parsed.value;
}

function storedBlocks(numbers: readonly number[]): StoredBlock[] {
    const blocks: StoredBlock[] = [];
    let start = 0;
    let at = GZIP_HEADER_BYTES;
    for (let row = 0; row + 1 < numbers.length; row += 2) {
        const length = numbers[row] ?? 0;
        const packedBytes = numbers[row + 1] ?? 0;
        blocks.push({ start, length, at, packedBytes });
        start += length;
        at += packedBytes;
    }
    return blocks;
}

async function unpacked(packed: Uint8Array, bytes: number, path: string): Promise<Uint8Array> {
    try {
        return await unpackBlock(packed, bytes);
    } catch (error) {
        throw damaged(path, `its index cannot be inflated: ${error instanceof Error ? error.message : String(error)}`);
    }
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Uint8Array> {
    const bytes = Buffer.allocUnsafe(length);
    const { bytesRead } = await file.read(bytes, 0, length, at);
    return bytes.subarray(0, bytesRead);
}

function damaged(path: string, message: string): ProblemError {
    return new ProblemError({ code: "damaged", message: `reading ${path}: ${message}` });
}
