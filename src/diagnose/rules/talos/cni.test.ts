import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { cni } from "./cni.ts";

const NODE =
    'apiVersion: v1\nkind: Node\nmetadata: { name: cp-1 }\nstatus: { addresses: [{ type: InternalIP, address: 10.5.0.2 }], conditions: [{ type: Ready, lastTransitionTime: "2026-11-21T08:30:00Z", message: "cni plugin not initialized", status: "False" }] }\n';

test("No CNI at all", async () => {
    const { says } = await judge(cni, {
        at: NOW,
        objects: NODE,
        talos: machine("cp-1", {
            resources: { "BootstrapManifestsConfigs.kubernetes.talos.dev/bootstrap": { cniName: "none" } },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1 is configured with cni none and no CNI plugin is installed, so Node cp-1 has no pod network",
    ]);
});

test("A CNI that somebody installed is not missing, though it may not work", async () => {
    const { answer } = await judge(cni, {
        at: NOW,
        objects: `${NODE}---\napiVersion: apps/v1\nkind: DaemonSet\nmetadata: { name: cilium, namespace: kube-system }\n`,
        talos: machine("cp-1", {
            resources: { "BootstrapManifestsConfigs.kubernetes.talos.dev/bootstrap": { cniName: "none" } },
        }),
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(cni, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(cni, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" })).answer,
    ).toBe("unknown");
});
