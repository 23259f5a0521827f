import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { openArchive } from "../src/bundle/open-archive.ts";

/** What lies in an output: to be the same for all who collect the same. */
export interface Counted {
    readonly objects: number;
    readonly events: number;
    readonly logs: number;
    readonly logBytes: number;
}

/** Of an archive of ours. */
export async function countedInArchive(path: string): Promise<Counted> {
    const opened = await openArchive(path);
    if (!opened.ok) throw new Error(opened.problem.message);
    const files = await opened.value.files();
    await opened.value.close();
    const inFolder = (folder: string) => files.filter((file) => file.path.startsWith(`management-cluster/${folder}/`));
    const logs = inFolder("logs");
    return {
        objects: inFolder("resources").length,
        events: inFolder("events").length,
        logs: logs.length,
        logBytes: logs.reduce((sum, { size }) => sum + size, 0),
    };
}

/** Of the floor's output: lines `NAME LENGTH`, each followed by so many bytes; lists are named by their path. */
export async function countedInFloor(path: string): Promise<Counted> {
    const logs = new Map<string, number>();
    let objects = 0;
    let events = 0;
    for await (const { name, length, page } of chunksOf(path)) {
        if (page === undefined) logs.set(name, (logs.get(name) ?? 0) + length);
        else if (name === "/api/v1/events") events += itemsIn(page);
        else objects += itemsIn(page);
    }
    return { objects, events, logs: logs.size, logBytes: [...logs.values()].reduce((sum, bytes) => sum + bytes, 0) };
}

function itemsIn(page: Buffer): number {
    const { items }: { items?: readonly unknown[] | null } = JSON.parse(page.toString("utf8"));
    return items?.length ?? 0;
}

interface Chunk {
    readonly name: string;
    readonly length: number;
    /** Of a list only. */
    readonly page?: Buffer;
}

async function* chunksOf(path: string): AsyncGenerator<Chunk> {
    let held: Buffer[] = [];
    let heldBytes = 0;
    let header: { readonly name: string; readonly length: number } | undefined;
    for await (const bytes of createReadStream(path).pipe(createGunzip({ chunkSize: 1 << 20 }))) {
        held.push(bytes);
        heldBytes += bytes.length;
        while (header === undefined || heldBytes >= header.length) {
            const all: Buffer = held.length === 1 ? (held[0] ?? Buffer.alloc(0)) : Buffer.concat(held, heldBytes);
            const at = header === undefined ? headerEnd(all) : header.length;
            if (at < 0) {
                held = [all];
                break;
            }
            if (header === undefined) header = headerIn(all.toString("latin1", 0, at - 1));
            else {
                yield { ...header, ...(header.name.startsWith("/") ? { page: all.subarray(0, at) } : {}) };
                header = undefined;
            }
            held = [all.subarray(at)];
            heldBytes = all.length - at;
        }
    }
}

function headerEnd(bytes: Buffer): number {
    const newline = bytes.indexOf(10);
    return newline < 0 ? -1 : newline + 1;
}

function headerIn(line: string): { name: string; length: number } {
    const blank = line.lastIndexOf(" ");
    return { name: line.slice(0, blank), length: Number(line.slice(blank + 1)) };
}
