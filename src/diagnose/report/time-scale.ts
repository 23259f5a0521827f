/** Below this a difference in age is hardly drawn: what happened in the last minute before the archive was taken. */
const FINEST_MS = 60e3;

/** A place on the time axis: 0 is the oldest, 1 the moment the archive was taken. */
export type TimeScale = (at: number) => number;

/**
 * The axis of the timeline. It runs by the logarithm of the age, because what matters happened in the last hour and what explains it
 * may be days older: an hour and a week each get a fair share.
 */
export function timeScale(oldest: number, takenAt: number): TimeScale {
    const whole = Math.log1p(Math.max(1, takenAt - oldest) / FINEST_MS);
    return (at) => Math.min(1, Math.max(0, 1 - Math.log1p(Math.max(0, takenAt - at) / FINEST_MS) / whole));
}
