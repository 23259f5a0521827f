import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { diskError } from "./disk-error.ts";

test("Errors of a disk", async () => {
    const { says } = await judge(diskError, {
        at: NOW,
        talos: machine("cp-1", {
            files: { "dmesg.log": "kern: err: [2026-11-21T08:59:30Z]: I/O error, dev vda, sector 12345 op 0x0:(READ)\n" },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1: its disk has errors (last at 2026-11-21T08:59:30.000Z): I/O error, dev vda, sector 12345 op 0x0:(READ)",
    ]);
});

test("A file system that was shut down", async () => {
    const { says } = await judge(diskError, {
        at: NOW,
        talos: machine("cp-1", {
            files: {
                "dmesg.log": "kern: err: [2026-11-21T08:59:30Z]: XFS (vda4): Filesystem has been shut down due to log error\n",
            },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1: its disk has errors (last at 2026-11-21T08:59:30.000Z): XFS (vda4): Filesystem has been shut down due to log error",
    ]);
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(diskError, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(diskError, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
