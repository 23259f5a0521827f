import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { volume } from "./volume.ts";

test("A volume that failed says why", async () => {
    const { says } = await judge(volume, {
        at: NOW,
        talos: machine("cp-1", {
            resources: {
                "VolumeStatuses.block.talos.dev/u-alga-data": {
                    phase: "failed",
                    errorMessage: "no disks matched selector for volume",
                },
            },
        }),
    });
    expect(says).toEqual(["Machine cp-1: volume u-alga-data failed: no disks matched selector for volume"]);
});

test("A volume whose disk is missing", async () => {
    const { says } = await judge(volume, {
        at: NOW,
        talos: machine("cp-1", { resources: { "VolumeStatuses.block.talos.dev/u-alga-data": { phase: "waiting" } } }),
    });
    expect(says).toEqual(["Machine cp-1: volume u-alga-data is waiting"]);
});

test("Keys that are not in step", async () => {
    const { says } = await judge(volume, {
        at: NOW,
        talos: machine("cp-1", {
            resources: {
                "VolumeStatuses.block.talos.dev/STATE": {
                    phase: "ready",
                    size: 1,
                    encryptionFailedSyncs: ["slot 1: KMS timeout"],
                },
            },
        }),
    });
    expect(says).toEqual(["Machine cp-1: keys of the encrypted volume STATE are not in step: slot 1: KMS timeout"]);
});

test("A boot partition of the other kind may be missing", async () => {
    const { answer } = await judge(volume, {
        at: NOW,
        talos: machine("cp-1", { resources: { "VolumeStatuses.block.talos.dev/EFI": { phase: "missing" } } }),
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(volume, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(volume, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" })).answer,
    ).toBe("unknown");
});
