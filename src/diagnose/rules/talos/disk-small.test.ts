import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { diskSmall } from "./disk-small.ts";

test("Three gibibytes", async () => {
    const { says } = await judge(diskSmall, {
        at: NOW,
        talos: machine("cp-1", {
            resources: { "VolumeStatuses.block.talos.dev/EPHEMERAL": { phase: "ready", size: 3221225472 } },
        }),
    });
    expect(says).toEqual(["Machine cp-1: its volume EPHEMERAL has 3 GiB, and Talos needs 5.8 GiB"]);
});

test("A container has no disk of its own", async () => {
    const { answer } = await judge(diskSmall, {
        at: NOW,
        talos: machine("cp-1", {
            resources: { "VolumeStatuses.block.talos.dev/EPHEMERAL": { phase: "ready", size: 3221225472 } },
            files: { "version.yaml": { platform: { mode: "container" } } },
        }),
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(diskSmall, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(diskSmall, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
