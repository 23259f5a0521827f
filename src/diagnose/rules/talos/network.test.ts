import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { network } from "./network.ts";

test("No address, with the state of the cards", async () => {
    const { says } = await judge(network, {
        at: NOW,
        talos: machine("cp-1", {
            resources: { "NetworkStatuses.net.talos.dev/status": { addressReady: false, connectivityReady: false } },
        }),
    });
    expect(says).toEqual(["Machine cp-1 has no address (eth0 is up, eth1 is down)"]);
});

test("No default route", async () => {
    const { says } = await judge(network, {
        at: NOW,
        talos: machine("cp-1", {
            resources: {
                "RouteStatuses.net.talos.dev/inet4": { dst: "10.5.0.0/24", outLinkName: "eth0" },
                "NetworkStatuses.net.talos.dev/status": { addressReady: true, connectivityReady: false },
            },
        }),
    });
    expect(says).toEqual(["Machine cp-1 has no default route (it has only 10.5.0.0/24 over eth0)"]);
});

test("An address and no connectivity", async () => {
    const { says } = await judge(network, {
        at: NOW,
        talos: machine("cp-1", {
            resources: { "NetworkStatuses.net.talos.dev/status": { addressReady: true, connectivityReady: false } },
        }),
    });
    expect(says).toEqual(["Machine cp-1 has an address and reaches nothing: its network status says connectivityReady false"]);
});

test("No resolver", async () => {
    const { says } = await judge(network, {
        at: NOW,
        talos: machine("cp-1", { resources: { "ResolverStatuses.net.talos.dev/resolvers": { dnsServers: [] } } }),
    });
    expect(says).toEqual(["Machine cp-1 has no DNS resolver, so no name can be resolved"]);
});

test("No resolver answers", async () => {
    const { says } = await judge(network, {
        at: NOW,
        talos: machine("cp-1", { resources: { "DNSUpstreams.net.talos.dev/1.1.1.1": { healthy: false, addr: "1.1.1.1:53" } } }),
    });
    expect(says).toEqual(["Machine cp-1: none of its resolvers answers (1.1.1.1:53)"]);
});

test("No host name", async () => {
    const { says } = await judge(network, {
        at: NOW,
        talos: machine("cp-1", {
            resources: {
                "NetworkStatuses.net.talos.dev/status": { addressReady: true, connectivityReady: true, hostnameReady: false },
            },
        }),
    });
    expect(says).toEqual(["Machine cp-1 has no host name yet"]);
});

test("One of two resolvers that answers is enough", async () => {
    const { answer } = await judge(network, {
        at: NOW,
        talos: machine("cp-1", { resources: { "DNSUpstreams.net.talos.dev/8.8.8.8": { healthy: false } } }),
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(network, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(network, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
