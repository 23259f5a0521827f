import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { reboot } from "./reboot.ts";

test("A machine that started a while ago, because it was upgraded", async () => {
    const { says } = await judge(reboot, {
        at: NOW,
        talos: machine("cp-1", {
            files: {
                "system-stat.yaml": { bootTime: Date.parse(NOW) / 1000 - 600 },
                "events.yaml": { items: [{ data: { type: "SequenceEvent", sequence: "upgrade" } }] },
            },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1 started at 2026-11-21T08:50:00.000Z, 10 minutes before the archive was taken (sequence upgrade)",
    ]);
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(reboot, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(reboot, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" })).answer,
    ).toBe("unknown");
});
