import { expect, test } from "vitest";
import { FewAtOnce } from "./few-at-once.ts";

test("so many run at a time, the next starts when one has ended, and the end waits for all", async () => {
    const few = new FewAtOnce(2);
    const told: string[] = [];
    const gates = ["a", "b", "c"].map((name) => ({ name, ...Promise.withResolvers<void>() }));
    const all = (async () => {
        for (const { name, promise } of gates) {
            await few.start(async () => {
                told.push(`${name} begins`);
                await promise;
                told.push(`${name} ends`);
            });
        }
        await few.ended();
        told.push("all");
    })();
    for (const at of [1, 0, 2]) {
        gates[at]?.resolve();
        await new Promise(setImmediate);
    }
    await all;
    expect(told).toEqual(["a begins", "b begins", "b ends", "c begins", "a ends", "c ends", "all"]);
});

test("the first error comes to whoever starts the next or waits for the end, and nothing is left running", async () => {
    const few = new FewAtOnce(2);
    await few.start(() => Promise.reject(new Error("first")));
    await expect(few.start(() => Promise.reject(new Error("second")))).rejects.toThrow("first");
    await expect(few.ended()).rejects.toThrow("first");
});
