import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { unmet } from "./unmet.ts";

test("Each unmet condition is a finding with its reason", async () => {
    const { says } = await judge(unmet, {
        at: NOW,
        talos: machine("cp-1", {
            resources: {
                "MachineStatuses.runtime.talos.dev/machine": {
                    stage: "running",
                    status: {
                        ready: false,
                        unmetConditions: [
                            { name: "services", reason: "etcd not running, kubelet not healthy" },
                            { name: "nodeReady", reason: 'node "cp-1" is not ready' },
                        ],
                    },
                },
            },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1 is not ready (services): etcd not running, kubelet not healthy",
        'Machine cp-1 is not ready (nodeReady): node "cp-1" is not ready',
    ]);
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(unmet, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(unmet, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" })).answer,
    ).toBe("unknown");
});
