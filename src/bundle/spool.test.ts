import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../test/archive.ts";
import { Spool, type Ticket } from "./spool.ts";

test("what is stored comes back whatever was freed in between, and no file is ever seen", async () => {
    const folder = temporaryFolder();
    const steps = fc.array(fc.record({ bytes: fc.integer({ min: 1, max: 300 }), free: fc.boolean() }), { maxLength: 60 });
    await fc.assert(
        fc.asyncProperty(steps, async (steps) => {
            const spool = new Spool(join(folder, "spool"), 500);
            const held = new Map<Ticket, Uint8Array>();
            for (const [index, { bytes, free }] of steps.entries()) {
                const content = new Uint8Array(bytes).fill(index);
                held.set(await spool.store(content), content);
                const [oldest] = held.keys();
                if (!free || oldest === undefined) continue;
                spool.free(oldest);
                held.delete(oldest);
            }
            for (const [ticket, content] of held) expect(Buffer.from(await spool.load(ticket)).equals(content)).toBe(true);
            expect(readdirSync(folder)).toEqual([]);
            await spool.close();
        }),
        { numRuns: 50 },
    );
});
