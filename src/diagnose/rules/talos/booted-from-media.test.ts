import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { bootedFromMedia } from "./booted-from-media.ts";

test("Talos is on the disk and the ISO was started", async () => {
    const { says } = await judge(bootedFromMedia, {
        at: NOW,
        talos: {
            "cp-1/dmesg.log":
                "user: warning: [2026-11-21T08:59:30Z]: [talos] task haltIfInstalled: Talos is already installed to disk but booted from another media\n",
        },
    });
    expect(says).toEqual([
        "Machine cp-1 booted from the installation medium (ISO) although Talos is already installed to its disk, and halted",
    ]);
});

test("A machine whose kubelet runs has come up since", async () => {
    const { answer } = await judge(bootedFromMedia, {
        at: NOW,
        talos: machine("cp-1", {
            files: {
                "dmesg.log": "kern: err: [2026-11-21T08:59:30Z]: already installed to disk but booted from another media\n",
            },
        }),
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(bootedFromMedia, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (
            await judge(bootedFromMedia, {
                at: NOW,
                talos: machine("cp-1"),
                errors: "talos node cp-2 resources: permission denied",
            })
        ).answer,
    ).toBe("unknown");
});
