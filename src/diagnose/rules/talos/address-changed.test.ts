import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { addressChanged } from "./address-changed.ts";

test("etcd knows the machine by another address", async () => {
    const { says } = await judge(addressChanged, {
        at: NOW,
        talos: machine("cp-1", { resources: { "EtcdSpecs.etcd.talos.dev/etcd": { advertisedAddresses: ["10.5.0.77"] } } }),
    });
    expect(says).toEqual(["Machine cp-1 is known to etcd by 10.5.0.77, and has 10.5.0.2"]);
});

test("Kubernetes knows the machine by another address", async () => {
    const { says } = await judge(addressChanged, {
        at: NOW,
        objects:
            "apiVersion: v1\nkind: Node\nmetadata: { name: worker-1 }\nstatus: { addresses: [{ type: InternalIP, address: 10.5.0.77 }] }\n",
        talos: machine("worker-1", { type: "worker", address: "10.5.0.9" }),
    });
    expect(says).toEqual(["Machine worker-1 is known to Kubernetes by 10.5.0.77, and has 10.5.0.9"]);
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(addressChanged, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(addressChanged, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
