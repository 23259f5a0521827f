import {
    comparePaths,
    type Directory,
    encodeChunks,
    encodeDirectory,
    encodeFooter,
    FOOTER_BYTES,
    type Member,
} from "./archive-index.ts";
import type { BlockWriter } from "./block-writer.ts";
import { type PackedBlock, packBlock } from "./deflate-block.ts";
import type { Sink } from "./sink.ts";
import { encodeTarHeader, paddingOf, TAR_BLOCK } from "./tar-header.ts";

/** The index's own name below the top folder. */
export const INDEX_NAME = ".casefile-index";

/** Content that is raw or was packed before. */
export type Piece = { readonly type: "raw"; readonly bytes: Uint8Array } | ({ readonly type: "packed" } & PackedBlock);

/** Writes files into the one top folder of a tar, and at the end the index that finds them again. Not for two callers at once. */
export class TarWriter {
    readonly top: string;
    readonly blocks: BlockWriter;
    readonly #sink: Sink;
    readonly #mtime: number;
    readonly #level: number;

    /** `mtime`: of every file, seconds since 1970. */
    constructor(options: {
        readonly top: string;
        readonly sink: Sink;
        readonly blocks: BlockWriter;
        readonly mtime: number;
        readonly level: number;
    }) {
        this.top = options.top;
        this.blocks = options.blocks;
        this.#sink = options.sink;
        this.#mtime = options.mtime;
        this.#level = options.level;
    }

    /** Takes a small file whole; gives where it begins. Ask `blocks.room()` now and then. */
    add(path: string, bytes: Uint8Array): number {
        const at = this.#begin(path, bytes.byteLength);
        this.blocks.write(bytes);
        this.#pad(bytes.byteLength);
        return at;
    }

    /** Takes a file in pieces whose lengths add up to `size`. */
    async addPieces(path: string, size: number, pieces: AsyncIterable<Piece> | Iterable<Piece>): Promise<number> {
        const at = this.#begin(path, size);
        for await (const piece of pieces) {
            if (piece.type === "packed") await this.blocks.writePacked(piece);
            else {
                this.blocks.write(piece.bytes);
                await this.blocks.room();
            }
        }
        this.#pad(size);
        return at;
    }

    /**
     * Writes the index as the last file and ends the archive. The index is chunks, a directory of them, spaces up to a whole tar
     * block, and the footer: what a reader needs stands in blocks of its own.
     */
    async end(members: readonly Member[], takenAt: Date): Promise<void> {
        await this.blocks.flush();
        const chunks = encodeChunks([...members].sort(comparePaths));
        const packed = await packAll(
            chunks.map(({ bytes }) => bytes),
            this.#level,
        );
        const rows = placeChunks(chunks, packed);
        const before = chunks.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
        const directory = this.#directory(rows, before, takenAt);
        const packedDirectory = await packBlock(directory, this.#level);

        this.#begin(INDEX_NAME, before + directory.byteLength + FOOTER_BYTES);
        await this.blocks.flush();
        const base = this.#sink.bytes;
        for (const block of packed) await this.blocks.writePacked(block);
        await this.blocks.flush();
        const at = this.#sink.bytes;
        await this.blocks.writePacked(packedDirectory);
        await this.blocks.flush();
        const stretch = { at, packedBytes: packedDirectory.packed.byteLength, bytes: directory.byteLength };
        const footer = encodeFooter({ apiVersion: "casefile.dev/v1", kind: "ArchiveFooter", base, directory: stretch });
        await this.blocks.finish(Buffer.concat([footer, Buffer.alloc(2 * TAR_BLOCK)]));
    }

    #begin(path: string, size: number): number {
        const at = this.blocks.tarBytes;
        this.blocks.write(encodeTarHeader(`${this.top}/${path}`, size, this.#mtime));
        return at;
    }

    #pad(size: number): void {
        const padding = paddingOf(size);
        if (padding > 0) this.blocks.write(new Uint8Array(padding));
    }

    #directory(chunks: Directory["chunks"], bytesBefore: number, takenAt: Date): Buffer {
        const blocks = this.blocks.blocks.flatMap((block) => [block.length, block.packedBytes]);
        const bytes = encodeDirectory({ top: this.top, takenAt: takenAt.toISOString(), chunks, blocks });
        return Buffer.concat([bytes, Buffer.alloc(paddingOf(bytesBefore + bytes.byteLength), " ")]);
    }
}

async function packAll(chunks: readonly Uint8Array[], level: number): Promise<PackedBlock[]> {
    const packed: PackedBlock[] = [];
    for (const bytes of chunks) packed.push(await packBlock(bytes, level));
    return packed;
}

function placeChunks(chunks: ReturnType<typeof encodeChunks>, packed: readonly PackedBlock[]): Directory["chunks"] {
    let at = 0;
    return chunks.map(({ first, count, bytes }, index) => {
        const packedBytes = packed[index]?.packed.byteLength ?? 0;
        const row = { first, count, at, packedBytes, bytes: bytes.byteLength };
        at += packedBytes;
        return row;
    });
}
