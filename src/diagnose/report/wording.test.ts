import { expect, test } from "vitest";
import { bytes, clipped, counted, lasting, utc } from "./wording.ts";

test("Times are UTC to the second; what is no time stays as it is", () => {
    expect([utc("2026-11-21T13:04:05.678+01:00"), utc("soon")]).toEqual(["2026-11-21 12:04:05 UTC", "soon"]);
});

test("Lengths, sizes and counts as a person says them", () => {
    expect([0, 45e3, 3 * 60e3 + 5e3, 50 * 3600e3, 40 * 86400e3].map(lasting)).toEqual([
        "0 s",
        "45 s",
        "3 min 5 s",
        "2 d 2 h",
        "40 d",
    ]);
    expect([0, 1023, 1536, 71_301_234_688].map(bytes)).toEqual(["0 B", "1023 B", "1.5 KiB", "66.4 GiB"]);
    expect([counted(1, "pod"), counted(1200, "pod"), clipped("abcdef", 4)]).toEqual(["1 pod", "1,200 pods", "abc…"]);
});
