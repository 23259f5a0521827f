import fc from "fast-check";
import { expect, test } from "vitest";
import { axisTicks } from "./axis-ticks.ts";
import { timeScale } from "./time-scale.ts";

const NOW = Date.parse("2026-11-21T12:00:00Z");
const DAY = 86400e3;

test("The last hour of two days has half of the axis", () => {
    const scale = timeScale(NOW - 2 * DAY, NOW);
    expect([NOW - 2 * DAY, NOW - 3600e3, NOW - 60e3, NOW, NOW + 5000].map((at) => Number(scale(at).toFixed(2)))).toEqual([
        0, 0.48, 0.91, 1, 1,
    ]);
});

test("Later is never further left, whatever the times", () => {
    fc.assert(
        fc.property(fc.integer({ min: 1, max: 1e11 }), fc.nat(), fc.nat(), (span, a, b) => {
            const scale = timeScale(NOW - span, NOW);
            const [early, late] = [NOW - Math.max(a, b), NOW - Math.min(a, b)];
            expect(scale(early)).toBeLessThanOrEqual(scale(late));
            expect(scale(early)).toBeGreaterThanOrEqual(0);
        }),
    );
});

test("The axis is labelled with ages that have room, fewer of them where it is narrow", () => {
    const oldest = NOW - 2 * DAY;
    const ticks = axisTicks(oldest, NOW, timeScale(oldest, NOW));
    expect(ticks.map(({ words, minor }) => (minor ? `(${words})` : words))).toEqual([
        "collected",
        "−5 min",
        "(−15 min)",
        "−1 h",
        "(−3 h)",
        "−6 h",
        "(−1 d)",
    ]);
    expect(axisTicks(NOW - 30e3, NOW, timeScale(NOW - 30e3, NOW)).map(({ words }) => words)).toEqual(["collected"]);
});
