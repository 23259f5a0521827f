import { ProblemError } from "../core/problem.ts";
import { decodePax, decodeTarHeader, paddingOf, TAR_BLOCK, type TarHeader } from "./tar-header.ts";
import { isUnsafePath } from "./unsafe-path.ts";

/** A file of a tar, in the order in which they lie. Its content must be read before the next one is asked for. */
export interface TarFile {
    readonly path: string;
    readonly size: number;
    /** Seconds since 1970. */
    readonly mtime: number;
    /** Where its content begins in the tar. */
    readonly contentAt: number;
    /** Ends early when the tar does: compare with `size`. */
    readonly content: AsyncIterable<Uint8Array>;
}

/** How a tar ended: with its zero blocks, or before. */
export type TarEnd = "whole" | "cut";

const ZEROS = Buffer.alloc(TAR_BLOCK);
const MAX_META_BYTES = 1024 * 1024;
const MAX_FILES = 5_000_000;

/**
 * Reads a tar front to back: ustar, pax, GNU long names, base-256 sizes. Directories are passed over. A link, a device, a path that
 * leads out of the folder, the same path twice, a header that is none: ProblemError `damaged` with the reason, because two tools
 * would take two different things out of such an archive.
 */
export async function* untar(chunks: AsyncIterable<Uint8Array>, what: string): AsyncGenerator<TarFile, TarEnd> {
    const bytes = new ByteReader(chunks);
    const seen = new Set<string>();
    let meta: Meta = {};
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
        const path = cleaned(meta.path ?? header.path);
        const size = meta.size ?? header.size;
        meta = {};
        if (header.type === "5") continue;
        checkFile(header, path, what);
        if (seen.has(path)) throw refused(what, `it holds ${JSON.stringify(path)} twice`);
        if (seen.add(path).size > MAX_FILES) throw refused(what, `it holds more than ${MAX_FILES} files`);
        yield { path, size, mtime: header.mtime, contentAt: bytes.position, content: bytes.upTo(size) };
        if ((await bytes.exactly(paddingOf(size))) === undefined) return "cut";
    }
}

/** What extended headers say of the file after them. */
interface Meta {
    readonly path?: string;
    readonly size?: number;
}

const META_TYPES = ["x", "g", "L", "K"];

async function readMeta(bytes: ByteReader, header: TarHeader, meta: Meta, what: string): Promise<Meta | undefined> {
    if (header.size > MAX_META_BYTES) throw refused(what, `an extended header of ${header.size} bytes`);
    const body = await bytes.exactly(header.size);
    if (body === undefined || (await bytes.exactly(paddingOf(header.size))) === undefined) return undefined;
    if (header.type === "L") return { ...meta, path: Buffer.from(body).toString("utf8").replace(/\0+$/, "") };
    if (header.type !== "x") return meta;
    const records = decodePax(body);
    if (records === undefined) throw refused(what, "an extended header that cannot be read");
    const path = records.get("path");
    const size = records.get("size");
    if (size !== undefined && !/^\d{1,15}$/.test(size)) throw refused(what, `a file of ${JSON.stringify(size)} bytes`);
    return { ...meta, ...(path === undefined ? {} : { path }), ...(size === undefined ? {} : { size: Number(size) }) };
}

function checkFile({ type }: TarHeader, path: string, what: string): void {
    const says = {
        "1": "a hard link",
        "2": "a symbolic link",
        "3": "a device",
        "4": "a device",
        "6": "a pipe",
        S: "a sparse file",
    }[type];
    if (type !== "0" && type !== "7")
        throw refused(what, `${JSON.stringify(path)} is ${says ?? `of the unknown type ${JSON.stringify(type)}`}`);
    if (isUnsafePath(path)) throw refused(what, `it holds a file named ${JSON.stringify(path)}`);
}

/** `./a/b` is how `tar -C folder .` names `a/b`. */
function cleaned(path: string): string {
    return path.replace(/^(?:\.\/)+/, "");
}

function refused(what: string, because: string): ProblemError {
    return new ProblemError({ code: "damaged", message: `reading ${what}: refused: ${because}` });
}

/** Takes bytes off a stream of chunks in any portions. */
class ByteReader {
    readonly #chunks: AsyncIterator<Uint8Array>;
    #rest: Uint8Array = new Uint8Array(0);
    #position = 0;

    constructor(chunks: AsyncIterable<Uint8Array>) {
        this.#chunks = chunks[Symbol.asyncIterator]();
    }

    get position(): number {
        return this.#position;
    }

    /** undefined when fewer are left. */
    async exactly(count: number): Promise<Uint8Array | undefined> {
        const pieces: Uint8Array[] = [];
        let sum = 0;
        for await (const piece of this.upTo(count)) {
            pieces.push(piece);
            sum += piece.byteLength;
        }
        if (sum < count) return undefined;
        return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
    }

    async *upTo(count: number): AsyncGenerator<Uint8Array> {
        for (let left = count; left > 0; ) {
            if (this.#rest.byteLength === 0 && !(await this.#more())) return;
            const piece = this.#rest.subarray(0, left);
            this.#rest = this.#rest.subarray(piece.byteLength);
            this.#position += piece.byteLength;
            left -= piece.byteLength;
            yield piece;
        }
    }

    /** To the end, so that whoever checks the stream has seen all of it. */
    async drain(): Promise<void> {
        while (await this.#more());
    }

    async #more(): Promise<boolean> {
        const next = await this.#chunks.next();
        if (next.done) return false;
        this.#rest = next.value;
        return true;
    }
}
