import type { TimeScale } from "./time-scale.ts";

/** A time that is written below the axis. `at`: its place, 0 to 1; `minor`: left out where there is little room. */
export interface Tick {
    readonly at: number;
    readonly words: string;
    readonly minor: boolean;
}

const AGES: readonly (readonly [minutes: number, words: string])[] = [
    [1, "1 min"],
    [5, "5 min"],
    [15, "15 min"],
    [60, "1 h"],
    [180, "3 h"],
    [360, "6 h"],
    [1440, "1 d"],
    [3 * 1440, "3 d"],
    [7 * 1440, "7 d"],
    [30 * 1440, "30 d"],
    [90 * 1440, "90 d"],
];
const APART = 0.07;
const APART_WHERE_NARROW = 0.19;

/** The ages that fit on the axis, the newest first. */
export function axisTicks(oldest: number, takenAt: number, scale: TimeScale): Tick[] {
    const ticks: Tick[] = [{ at: 1, words: "collected", minor: false }];
    for (const [minutes, words] of AGES) {
        const time = takenAt - minutes * 60e3;
        const at = scale(time);
        const last = ticks.at(-1)?.at ?? 1;
        const lastMajor = ticks.findLast(({ minor }) => !minor)?.at ?? 1;
        if (time < oldest || last - at < APART || at > 0.9) continue;
        ticks.push({ at, words: `−${words}`, minor: lastMajor - at < APART_WHERE_NARROW });
    }
    return ticks;
}
