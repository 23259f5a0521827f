import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { kernel } from "./kernel.ts";

test("A task that hangs", async () => {
    const { says } = await judge(kernel, {
        at: NOW,
        talos: machine("cp-1", {
            files: {
                "dmesg.log": "kern: err: [2026-11-21T08:59:30Z]: INFO: task kworker/0:1 blocked for more than 120 seconds.\n",
            },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1: its kernel reports at 2026-11-21T08:59:30.000Z: INFO: task kworker/0:1 blocked for more than 120 seconds",
    ]);
});

test("Hours ago it is a remark", async () => {
    const { says } = await judge(kernel, {
        at: NOW,
        talos: machine("cp-1", {
            files: { "dmesg.log": "kern: err: [2026-11-21T02:00:00Z]: watchdog: BUG: soft lockup - CPU#0 stuck for 22s!\n" },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1: its kernel reports at 2026-11-21T02:00:00.000Z: watchdog: BUG: soft lockup - CPU#0 stuck for 22s!",
    ]);
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(kernel, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(kernel, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" })).answer,
    ).toBe("unknown");
});
