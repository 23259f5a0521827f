import { expect, test } from "vitest";
import { fromCri, logLines } from "./log-lines.ts";

const LOG = "2026-03-14T09:00:00.1Z first\n2026-03-14T09:00:30.2Z second\n2026-03-14T09:01:00.3Z third\n";
const text = (options: Parameters<typeof logLines>[1]) => logLines(LOG, options).toString();

test("without timestamps only what the container wrote is given", () => {
    expect(text({ timestamps: false })).toBe("first\nsecond\nthird\n");
});

test("tailLines keeps the last lines, and none when it is 0", () => {
    expect(text({ timestamps: true, tailLines: 1 })).toBe("2026-03-14T09:01:00.3Z third\n");
    expect(text({ timestamps: true, tailLines: 0 })).toBe("");
    expect(text({ timestamps: true, tailLines: 99 })).toBe(LOG);
});

test("since keeps the lines from that moment on", () => {
    expect(text({ timestamps: false, since: new Date("2026-03-14T09:00:30.200Z") })).toBe("second\nthird\n");
});

test("limitBytes cuts in mid-line, after everything else was chosen", () => {
    expect(text({ timestamps: false, tailLines: 2, limitBytes: 8 })).toBe("second\nt");
});

test("the stream and the tag of the runtime's file are left out, an empty line stays", () => {
    expect(
        fromCri(
            "2026-03-14T09:00:00Z stdout F text stdout F\n2026-03-14T09:00:01Z stderr F \n2026-03-14T09:00:02Z stdout P half\n",
        ),
    ).toBe("2026-03-14T09:00:00Z text stdout F\n2026-03-14T09:00:01Z \n2026-03-14T09:00:02Z half\n");
});
