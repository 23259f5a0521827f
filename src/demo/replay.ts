import { gunzipSync, gzipSync } from "node:zlib";
import type { KubeObject } from "./object-store.ts";
import type { Recording } from "./recording.ts";

/**
 * The same recording as if it had been made at `now`: every time in objects, logs, events and Helm's release payloads moves by the same
 * number of whole seconds. Without it a sample looks like a cluster whose leases nobody has renewed for months. Certificates
 * cannot be moved; those of the sample are valid for ten years.
 */
export function replayAt(recording: Recording, now: Date): Recording {
    const days = daysAround(recording.recordedAt);
    const byMs = Math.round((now.getTime() - Date.parse(recording.recordedAt)) / 1000) * 1000;
    if (byMs === 0) return recording;
    const move = (text: string) => moveTimes(text, days, byMs);
    const moved = eachString(recording, move) as Recording;
    const objects = recording.objects.map((object, index) =>
        isRelease(object) ? moveRelease(object, move) : (moved.objects[index] ?? object),
    );
    return { ...moved, objects };
}

/** The same JSON with every string value changed. */
function eachString(value: unknown, change: (text: string) => string): unknown {
    if (typeof value === "string") return change(value);
    if (Array.isArray(value)) return value.map((each) => eachString(each, change));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, eachString(each, change)]));
}

const WEEK_MS = 7 * 86_400_000;

interface Days {
    readonly from: number;
    readonly to: number;
    readonly year: number;
}

/** Only times of the week before the recording belong to the story; a build date or a certificate's end stays. */
function daysAround(recordedAt: string): Days {
    const at = Date.parse(recordedAt);
    return { from: at - WEEK_MS, to: at + 86_400_000, year: new Date(at).getUTCFullYear() };
}

// RFC 3339 and "2026-03-14 09:21:44.123", and the head of a klog line, which has no year: "I0314 09:21:44.123456".
const TIMES = /\b(\d{4})-(\d\d)-(\d\d)([T ])(\d\d:\d\d:\d\d)|\b([IWEF])(\d\d)(\d\d) (\d\d:\d\d:\d\d)(?=\.\d{6})/g;

function moveTimes(text: string, days: Days, byMs: number): string {
    return text.replace(TIMES, (whole, year, month, day, separator, time, level, klogMonth, klogDay, klogTime) => {
        const at =
            level === undefined
                ? Date.parse(`${year}-${month}-${day}T${time}Z`)
                : Date.parse(`${days.year}-${klogMonth}-${klogDay}T${klogTime}Z`);
        if (!(at >= days.from && at <= days.to)) return whole;
        const moved = new Date(at + byMs).toISOString();
        return level === undefined
            ? `${moved.slice(0, 10)}${separator}${moved.slice(11, 19)}`
            : `${level}${moved.slice(5, 7)}${moved.slice(8, 10)} ${moved.slice(11, 19)}`;
    });
}

function isRelease(object: KubeObject): boolean {
    return object.kind === "Secret" && object.type === "helm.sh/release.v1";
}

/** Helm's own encoding, base64 of gzip of JSON, inside the Secret's base64. */
function moveRelease(object: KubeObject, move: (text: string) => string): KubeObject {
    const { release } = object.data as { readonly release: string };
    const body = gunzipSync(Buffer.from(Buffer.from(release, "base64").toString("latin1"), "base64")).toString("utf8");
    const packed = gzipSync(move(body)).toString("base64");
    const moved = eachString(object, move) as KubeObject;
    return { ...moved, data: { release: Buffer.from(packed, "latin1").toString("base64") } };
}
