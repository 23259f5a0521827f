import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { arrivedChunks } from "./arrived-chunks.ts";

const body = () => new Readable({ read() {} });

test("What had arrived before a stream broke is given before the error", async () => {
    const stream = body();
    const chunks = arrivedChunks(stream);
    stream.push("one ");
    const first = await chunks.next();
    stream.push("two ");
    stream.push("three");
    await setImmediate();
    stream.destroy(new Error("reset"));
    await setImmediate();
    const rest = [await chunks.next(), await chunks.next()];
    expect([first, ...rest].map(({ value }) => String(value))).toEqual(["one ", "two ", "three"]);
    await expect(chunks.next()).rejects.toThrow("reset");
});

test("A slow reader holds up the sender and loses nothing", async () => {
    let sent = 0;
    const stream = new Readable({
        highWaterMark: 1,
        read() {
            this.push(sent < 100 ? Buffer.alloc(32 * 1024, sent) : null);
            sent++;
        },
    });
    const chunks = arrivedChunks(stream);
    const first = await chunks.next();
    for (let turn = 0; turn < 200; turn++) await setImmediate();
    expect(sent).toBeLessThan(20);
    let bytes = first.done ? 0 : first.value.length;
    for await (const chunk of chunks) bytes += chunk.length;
    expect(bytes).toBe(100 * 32 * 1024);
});

test("An empty stream ends, and leaving early destroys the body", async () => {
    const empty = body();
    empty.push(null);
    expect(await arrivedChunks(empty).next()).toEqual({ done: true, value: undefined });
    const left = body();
    left.push("one");
    for await (const _ of arrivedChunks(left)) break;
    expect(left.destroyed).toBe(true);
});
