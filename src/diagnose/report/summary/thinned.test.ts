import fc from "fast-check";
import { expect, test } from "vitest";
import type { TimelinePoint } from "./summary.ts";
import { thinned } from "./thinned.ts";

const NOW = Date.parse("2026-11-21T12:00:00Z");

function point(minutesAgo: number, more: Partial<TimelinePoint> = {}): TimelinePoint {
    return {
        at: NOW - minutesAgo * 60e3,
        layer: "application",
        type: "event",
        tone: "bad",
        title: "Pod a/b: BackOff",
        detail: "",
        count: 1,
        ...more,
    };
}

test("Few points stay as they are, oldest first", () => {
    expect(thinned([point(1), point(9)], NOW, 10)).toEqual([point(9), point(1)]);
});

test("Of many, those of one row that are close together become one that names some of them", () => {
    const crowd = Array.from({ length: 50 }, (_, index) =>
        point(600 + index / 100, { title: `Pod a/${index}: BackOff`, count: 2 }),
    );
    const [first, second] = thinned([...crowd, point(600, { tone: "good" })], NOW, 10);
    expect({ ...first, at: 0, until: 0 }).toEqual({
        at: 0,
        until: 0,
        layer: "application",
        type: "event",
        tone: "bad",
        title: "50 things close together",
        detail: "Pod a/49: BackOff; Pod a/48: BackOff; Pod a/47: BackOff; Pod a/46: BackOff; and 46 more",
        count: 100,
        together: 50,
    });
    expect(second).toEqual(point(600, { tone: "good" }));
});

test("However many and whenever: the limit holds, nothing is lost, and the order is that of time", () => {
    const points = fc.array(
        fc.record({
            minutes: fc.double({ min: 0, max: 1e7, noNaN: true }),
            layer: fc.constantFrom("talos", "kubernetes", "gitops", "application"),
            type: fc.constantFrom("service", "event", "condition", "reconciliation", "restart"),
            tone: fc.constantFrom("bad", "good", "plain"),
        }),
        { maxLength: 900 },
    );
    fc.assert(
        fc.property(points, (given) => {
            const result = thinned(
                given.map(({ minutes, ...row }) => point(minutes, row)),
                NOW,
                720,
            );
            expect(result.length).toBeLessThanOrEqual(720);
            expect(result.reduce((sum, { count }) => sum + count, 0)).toBe(given.length);
            expect(result.every(({ at }, index) => at >= (result[index - 1]?.at ?? 0))).toBe(true);
        }),
        { numRuns: 20 },
    );
});
