import { timeScale } from "../time-scale.ts";
import { clipped } from "../wording.ts";
import type { TimelinePoint } from "./summary.ts";

/** Older than this is where the axis begins: what happened before stands at its left end. */
const LONGEST_MS = 90 * 86400e3;
/** Places along the axis at which points of one row may stand apart, from fine to coarse. */
const FINENESS = [400, 200, 100, 50, 25, 12];
const MOST_NAMED = 4;

/**
 * At most `most` points, oldest first: as they are when they are few, else those of one row that stand close together as one. Points alike
 * in layer, type and tone share a row, so no row loses its last point and no bad one hides behind a good one.
 */
export function thinned(points: readonly TimelinePoint[], takenAt: number, most: number): TimelinePoint[] {
    const sorted = points
        .map((point) => ({ ...point, at: Math.max(takenAt - LONGEST_MS, point.at) }))
        .sort((a, b) => a.at - b.at || (a.title < b.title ? -1 : a.title > b.title ? 1 : 0));
    if (sorted.length <= most) return sorted;
    const scale = timeScale(sorted[0]?.at ?? takenAt, takenAt);
    let coarsest: TimelinePoint[] = [];
    for (const places of FINENESS) {
        coarsest = [...groups(sorted, (point) => Math.floor(scale(point.at) * places)).values()].map(together);
        if (coarsest.length <= most) break;
    }
    return coarsest.sort((a, b) => a.at - b.at);
}

function groups(points: readonly TimelinePoint[], placeOf: (point: TimelinePoint) => number): Map<string, TimelinePoint[]> {
    const found = new Map<string, TimelinePoint[]>();
    for (const point of points) {
        const key = `${point.layer} ${point.type} ${point.tone} ${placeOf(point)}`;
        const there = found.get(key);
        if (there === undefined) found.set(key, [point]);
        else there.push(point);
    }
    return found;
}

function together(points: readonly TimelinePoint[]): TimelinePoint {
    const [first] = points;
    if (first === undefined) throw new Error("a group of no points");
    if (points.length === 1) return first;
    const titles = [...new Set(points.map((point) => point.title))];
    const more = titles.length > MOST_NAMED ? `; and ${titles.length - MOST_NAMED} more` : "";
    return {
        at: first.at,
        until: points.reduce((latest, { at, until = at }) => Math.max(latest, until), first.at),
        layer: first.layer,
        type: first.type,
        tone: first.tone,
        title: titles.length === 1 ? first.title : `${titles.length} things close together`,
        detail: titles.length === 1 ? first.detail : clipped(titles.slice(0, MOST_NAMED).join("; "), 500) + more,
        count: points.reduce((sum, { count }) => sum + count, 0),
        together: points.length,
    };
}
