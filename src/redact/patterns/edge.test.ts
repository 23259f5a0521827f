import { expect, test } from "vitest";
import { isInsideRun } from "./edge.ts";

test("behind 64 chars of a token's alphabet nothing new begins", () => {
    const run = "aB3.-_x9".repeat(8);
    expect([isInsideRun(`${run}eyJ`, 64), isInsideRun(`"${run.slice(1)}eyJ`, 64), isInsideRun(`${run.slice(1)}eyJ`, 63)]).toEqual(
        [true, false, false],
    );
});
