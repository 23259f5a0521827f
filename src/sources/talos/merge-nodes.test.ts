import { expect, test } from "vitest";
import { mergeNodes } from "./merge-nodes.ts";

test("a machine that is known by its address, its name and Kubernetes is one, called by its host name and asked as it was written down", () => {
    expect(
        mergeNodes([
            { foundIn: "talosconfig", address: "10.5.0.2", addresses: ["10.5.0.2"] },
            {
                foundIn: "members",
                name: "cp-1",
                address: "192.168.0.2",
                addresses: ["192.168.0.2", "10.5.0.2", "cp-1"],
                type: "controlplane",
            },
            { foundIn: "kubernetes", address: "192.168.0.2", addresses: ["192.168.0.2", "cp-1"] },
            { foundIn: "members", name: "worker-1", address: "10.5.1.2", addresses: ["10.5.1.2", "worker-1"], type: "worker" },
        ]),
    ).toEqual([
        {
            name: "cp-1",
            address: "10.5.0.2",
            addresses: ["10.5.0.2", "192.168.0.2", "cp-1"],
            type: "controlplane",
            foundIn: ["talosconfig", "members", "kubernetes"],
        },
        { name: "worker-1", address: "10.5.1.2", addresses: ["10.5.1.2", "worker-1"], type: "worker", foundIn: ["members"] },
    ]);
});

test("two names of one machine that only a third lead shows to be one are joined", () => {
    const [only, ...rest] = mergeNodes([
        { foundIn: "flag", address: "10.5.0.2", addresses: ["10.5.0.2"] },
        { foundIn: "flag", address: "fd00::2", addresses: ["fd00::2"] },
        { foundIn: "members", name: "cp-1", address: "10.5.0.2", addresses: ["10.5.0.2", "FD00:0::2"] },
    ]);
    expect(rest).toEqual([]);
    expect(only).toMatchObject({ name: "cp-1", foundIn: ["flag", "members"] });
});

test("machines with the same host name keep the addresses as their names", () => {
    const twins = mergeNodes([
        { foundIn: "members", name: "talos", address: "10.5.0.2", addresses: ["10.5.0.2"] },
        { foundIn: "members", name: "talos", address: "10.5.0.3", addresses: ["10.5.0.3"] },
    ]);
    expect(twins.map(({ name }) => name)).toEqual(["10.5.0.2", "10.5.0.3"]);
});
