import type { Readable } from "node:stream";

/** Bytes that may lie unread before the sender is held up. */
const MAX_UNREAD = 256 * 1024;

/**
 * A body's chunks, and then its error if it has one. Iterating a Readable drops what lies unread in it when it breaks, which of a log
 * is the newest part. Leaving the iteration destroys the body.
 */
export async function* arrivedChunks(body: Readable): AsyncGenerator<Buffer> {
    const unread: Buffer[] = [];
    let unreadBytes = 0;
    let ending: { readonly error?: unknown } | undefined;
    let wake = () => {};
    const end = (how: { readonly error?: unknown }) => {
        ending ??= how;
        wake();
    };
    body.on("data", (chunk: Buffer) => {
        unread.push(chunk);
        unreadBytes += chunk.length;
        if (unreadBytes > MAX_UNREAD) body.pause();
        wake();
    });
    body.on("end", () => end({}));
    body.on("error", (error) => end({ error }));
    try {
        for (;;) {
            const chunk = unread.shift();
            if (chunk !== undefined) {
                unreadBytes -= chunk.length;
                if (body.isPaused() && unreadBytes < MAX_UNREAD / 2) body.resume();
                yield chunk;
            } else if (ending === undefined) {
                await new Promise<void>((resolve) => {
                    wake = resolve;
                });
            } else if ("error" in ending) throw ending.error;
            else return;
        }
    } finally {
        body.destroy();
    }
}
