import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { diskFull } from "./disk-full.ts";

test("Two percent are free", async () => {
    const { says } = await judge(diskFull, {
        at: NOW,
        talos: machine("cp-1", {
            files: { "mounts.yaml": { stats: [{ size: 53687091200, available: 1073741824, mountedOn: "/var" }] } },
        }),
    });
    expect(says).toEqual(["Machine cp-1: only 1 GiB of 50 GiB (2 %) are free on /var"]);
});

test("The table of talosctl is read", async () => {
    const { says } = await judge(diskFull, {
        at: NOW,
        talos: {
            "cp-1/mounts.txt":
                "NODE FILESYSTEM SIZE(GB) USED(GB) AVAILABLE(GB) PERCENT USED MOUNTED ON\n10.5.0.2 /dev/vda4 50.00 48.50 1.50 97.00% /var\n",
        },
    });
    expect(says).toEqual(["Machine cp-1: /var is 97 % full"]);
});

test("Only the kernel says so", async () => {
    const { says } = await judge(diskFull, {
        at: NOW,
        talos: machine("cp-1", {
            files: {
                "mounts.yaml": undefined,
                "dmesg.log": "kern: err: [2026-11-21T08:59:30Z]: XFS (vda4): No space left on device\n",
            },
        }),
    });
    expect(says).toEqual(["Machine cp-1 has no disk space left: XFS (vda4): No space left on device"]);
});

test("A full image that is mounted read-only is no lack", async () => {
    const { answer } = await judge(diskFull, {
        at: NOW,
        talos: machine("cp-1", {
            files: {
                "mounts.yaml": {
                    stats: [
                        { size: 100, available: 0, mountedOn: "/" },
                        { size: 53687091200, available: 26843545600, mountedOn: "/var" },
                    ],
                },
            },
        }),
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(diskFull, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(diskFull, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
