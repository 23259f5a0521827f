import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { link } from "./link.ts";

test("All cards down", async () => {
    const { says } = await judge(link, {
        at: NOW,
        talos: machine("cp-1", {
            resources: { "LinkStatuses.net.talos.dev/eth0": { type: "ether", operationalState: "lowerLayerDown" } },
        }),
    });
    expect(says).toEqual(["Machine cp-1: its network card eth0 is lowerLayerDown, and no other is up"]);
});

test("A card that is used is down", async () => {
    const { says } = await judge(link, {
        at: NOW,
        talos: machine("cp-1", {
            resources: {
                "LinkStatuses.net.talos.dev/eth1": { type: "ether", operationalState: "down" },
                "AddressStatuses.net.talos.dev/eth1": { address: "10.6.0.2/24", linkName: "eth1" },
            },
        }),
    });
    expect(says).toEqual(["Machine cp-1: its network card eth1 is down"]);
});

test("A card that loses packets is a remark", async () => {
    const { says } = await judge(link, {
        at: NOW,
        talos: machine("cp-1", {
            files: {
                "network-device-stats.yaml": {
                    devices: [{ name: "eth0", rxPackets: 50000, txPackets: 50000, rxErrors: 4000, txDropped: 1000 }],
                },
            },
        }),
    });
    expect(says).toEqual(["Machine cp-1: 5 % of the packets of eth0 were faulty or dropped since it started"]);
});

test("A card that nobody uses may be down", async () => {
    const { answer } = await judge(link, { at: NOW, talos: machine("cp-1", {}) });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(link, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(link, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" })).answer,
    ).toBe("unknown");
});
