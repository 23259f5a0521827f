import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { diskBusy } from "./disk-busy.ts";

test("Busy for the whole day", async () => {
    const { says } = await judge(diskBusy, {
        at: NOW,
        talos: machine("cp-1", {
            files: {
                "disk-stats.yaml": {
                    devices: [
                        { name: "vda", ioTimeMs: 82000000 },
                        { name: "vda4", ioTimeMs: 82000000 },
                    ],
                },
            },
        }),
    });
    expect(says).toEqual(["Machine cp-1: its disk vda was busy for 95 % of the time since it started"]);
});

test("A machine that has just started reads much", async () => {
    const { answer } = await judge(diskBusy, {
        at: NOW,
        talos: machine("cp-1", {
            files: {
                "system-stat.yaml": { bootTime: Date.parse(NOW) / 1000 - 60 },
                "disk-stats.yaml": { devices: [{ name: "vda", ioTimeMs: 59000 }] },
            },
        }),
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(diskBusy, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(diskBusy, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
