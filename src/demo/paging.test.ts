import fc from "fast-check";
import { expect, test } from "vitest";
import type { Result } from "../core/problem.ts";
import { type Page, page } from "./paging.ts";

test("pages of any size give every item once, in order, and the last one has no next", () => {
    fc.assert(
        fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 10 }), (items, limit) => {
            const seen: number[] = [];
            let token: string | undefined = "";
            while (token !== undefined) {
                const found: Result<Page<number>> = page(items, limit, token);
                if (!found.ok) throw new Error(found.problem.message);
                expect(found.value.remaining).toBe(items.length - seen.length - found.value.items.length);
                seen.push(...found.value.items);
                token = found.value.next;
            }
            expect(seen).toEqual(items);
        }),
    );
});

test("a limit of 0 means all", () => {
    expect(page([1, 2, 3], 0, "")).toEqual({ ok: true, value: { items: [1, 2, 3], remaining: 0 } });
});

test("a token that is not ours is refused", () => {
    expect(page([1], 1, "abc")).toEqual({ ok: false, problem: { code: "invalid", message: "continue key is not valid" } });
});
