import { NamelessFile } from "../../bundle/nameless-file.ts";

/** Redacted bytes that wait until their number is known. Close it. */
export interface HeldBack extends AsyncDisposable {
    readonly size: number;
    chunks(): AsyncGenerator<Uint8Array>;
}

const MEMORY_BYTES = 8 << 20;
const READ_BYTES = 1 << 20;

/** Takes all of a redacted stream: so much in memory, the rest in a file without a name at `path`. Throws what the stream throws. */
export async function holdBack(redacted: AsyncIterable<Uint8Array>, path: string): Promise<HeldBack> {
    const memory: Uint8Array[] = [];
    const file = new NamelessFile(path);
    let inMemory = 0;
    let size = 0;
    try {
        for await (const chunk of redacted) {
            if (size === inMemory && inMemory + chunk.length <= MEMORY_BYTES) {
                memory.push(chunk);
                inMemory += chunk.length;
            } else await file.write(chunk, size - inMemory);
            size += chunk.length;
        }
    } catch (error) {
        await file.close();
        throw error;
    }
    return {
        size,
        async *chunks() {
            yield* memory;
            for (let at = 0; at < size - inMemory; at += READ_BYTES)
                yield await file.read(at, Math.min(READ_BYTES, size - inMemory - at));
        },
        [Symbol.asyncDispose]: () => file.close(),
    };
}
