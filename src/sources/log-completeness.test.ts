import { expect, test } from "vitest";
import { completeness } from "./log-completeness.ts";

const askedAt = new Date("2026-11-21T12:00:00Z");
const line = (time: string, text: string) => `2026-11-21T${time}.000000000Z ${text}\n`;

async function* pieces(text: string, size: number) {
    for (let at = 0; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size));
}

async function mayBeCut(text: string, last?: string): Promise<boolean> {
    const check = { askedAt, lastLine: async () => (last === undefined ? undefined : Buffer.from(last)) };
    const watched = completeness(pieces(text, 2), 1000, last === undefined ? undefined : check);
    for await (const _ of watched.chunks) {
        // only the end matters
    }
    return watched.ending().mayBeCut;
}

test("a log whose last line has an end is whole", async () => {
    expect(await mayBeCut(line("11:00:00", "one") + line("11:00:01", "two"))).toBe(false);
});

test("a log that stops in the middle of a line may be cut", async () => {
    expect(await mayBeCut(line("11:00:00", "one").slice(0, -3))).toBe(true);
});

test("an empty log is whole", async () => {
    expect(await mayBeCut("")).toBe(false);
});

test("a line that was there before we asked and did not come means a cut, even at the end of a line", async () => {
    expect(await mayBeCut(line("11:00:00", "one"), line("11:30:00", "later"))).toBe(true);
});

test("a line written after we asked is a live log, not a cut", async () => {
    expect(await mayBeCut(line("11:59:59", "one"), line("12:00:03", "later"))).toBe(false);
});

test("the same last line again is the end", async () => {
    expect(await mayBeCut(line("11:00:00", "one"), line("11:00:00", "one"))).toBe(false);
});

test("when as many lines came as were asked for, there may be older ones", async () => {
    const watched = completeness(pieces(line("11:00:00", "one") + line("11:00:01", "two"), 3), 2);
    for await (const _ of watched.chunks) {
        // only the end matters
    }
    expect(watched.ending()).toEqual({ mayBeCut: false, newestLines: 2 });
});
