import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { nodeMissing } from "./node-missing.ts";

const NODE =
    'apiVersion: v1\nkind: Node\nmetadata: { name: cp-1 }\nstatus: { addresses: [{ type: InternalIP, address: 10.5.0.2 }], conditions: [{ type: Ready, lastTransitionTime: "2026-11-21T08:30:00Z", message: "cni plugin not initialized", status: "False" }] }\n';

test("A machine that is no Node, and a Node that is no machine", async () => {
    const { says } = await judge(nodeMissing, {
        at: NOW,
        objects: NODE,
        talos: machine("cp-9", {
            address: "10.5.0.9",
            resources: { "Members.cluster.talos.dev/cp-9": { hostname: "cp-9", addresses: ["10.5.0.9"] } },
        }),
    });
    expect(says).toEqual([
        "Machine cp-9 is a member of the Talos cluster, and Kubernetes has no Node of that name or address",
        "Node cp-1 is no member of the Talos cluster (its members: cp-9)",
    ]);
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(nodeMissing, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(nodeMissing, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
