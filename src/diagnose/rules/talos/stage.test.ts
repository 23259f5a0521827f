import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { stage } from "./stage.ts";

test("A machine in maintenance mode has no configuration", async () => {
    const { says } = await judge(stage, {
        at: NOW,
        talos: machine("cp-1", { resources: { "MachineStatuses.runtime.talos.dev/machine": { stage: "maintenance" } } }),
    });
    expect(says).toEqual(["Machine cp-1 is in maintenance mode: it has no configuration and runs neither kubelet nor etcd"]);
});

test("A machine that does not finish booting says for how long and what is not met", async () => {
    const { says } = await judge(stage, {
        at: NOW,
        talos: machine("cp-1", {
            resources: {
                "MachineStatuses.runtime.talos.dev/machine": {
                    stage: "booting",
                    status: { unmetConditions: [{ name: "network", reason: "waiting on: address" }] },
                },
            },
        }),
    });
    expect(says).toEqual(["Machine cp-1 is booting for 24 hours; not met yet: network (waiting on: address)"]);
});

test("An upgrade is said", async () => {
    const { says } = await judge(stage, {
        at: NOW,
        talos: machine("cp-1", { resources: { "MachineStatuses.runtime.talos.dev/machine": { stage: "upgrading" } } }),
    });
    expect(says).toEqual(["Machine cp-1 is upgrading"]);
});

test("A running machine is clean", async () => {
    const { answer } = await judge(stage, {
        at: NOW,
        talos: machine("cp-1", { resources: { "MachineStatuses.runtime.talos.dev/machine": { stage: "running" } } }),
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(stage, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(stage, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" })).answer,
    ).toBe("unknown");
});
