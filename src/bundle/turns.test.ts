import { expect, test } from "vitest";
import { Turns } from "./turns.ts";

test("no more run at once than may, the others follow in order, and a failure frees its turn", async () => {
    const turns = new Turns(2);
    const began: number[] = [];
    const ends: (() => void)[] = [];
    const all = [0, 1, 2, 3].map((index) =>
        turns.run(async () => {
            began.push(index);
            await new Promise<void>((resolve) => ends.push(resolve));
            if (index === 0) throw new Error("failed");
        }),
    );
    const settled = Promise.allSettled(all);
    expect(began).toEqual([0, 1]);
    ends[0]?.();
    await expect(all[0]).rejects.toThrow("failed");
    expect(began).toEqual([0, 1, 2]);
    ends[1]?.();
    await all[1];
    expect(began).toEqual([0, 1, 2, 3]);
    ends[2]?.();
    ends[3]?.();
    await settled;
});
