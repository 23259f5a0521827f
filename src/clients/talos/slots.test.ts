import { expect, test } from "vitest";
import { slots } from "./slots.ts";

const { signal } = new AbortController();

test("no more than so many at once, and the first to wait is the next", async () => {
    const limit = slots(1);
    const order: string[] = [];
    const first = await limit.take(signal);
    const second = limit.take(signal).then((slot) => {
        order.push("second");
        slot[Symbol.dispose]();
    });
    const third = limit.take(signal).then((slot) => {
        order.push("third");
        slot[Symbol.dispose]();
    });
    order.push("first");
    first[Symbol.dispose]();
    await Promise.all([second, third]);
    expect(order).toEqual(["first", "second", "third"]);
});

test("who gives up waiting leaves the row and takes nothing with it", async () => {
    const limit = slots(1);
    const first = await limit.take(signal);
    const abort = new AbortController();
    const waiting = limit.take(abort.signal);
    abort.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    first[Symbol.dispose]();
    await expect(limit.take(signal)).resolves.toBeDefined();
});
