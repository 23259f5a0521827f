import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { discovery } from "./discovery.ts";

test("A discovery service out of reach is a remark", async () => {
    const { says } = await judge(discovery, {
        at: NOW,
        talos: machine("cp-1", {
            files: {
                "logs/controller-runtime.log":
                    '2026-11-21T08:59:30Z hello failed {"error": "rpc error: code = Unavailable desc = dial tcp: lookup discovery.talos.dev: no such host"}\n',
            },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1 does not reach the discovery service: hello failed: rpc error: code = Unavailable desc = dial tcp: lookup discovery.talos.dev: no such host",
    ]);
});

test("A tunnel that is down", async () => {
    const { says } = await judge(discovery, {
        at: NOW,
        talos: machine("cp-1", {
            resources: {
                "KubeSpanPeerStatuses.kubespan.talos.dev/key": { label: "worker-1", endpoint: "10.5.0.9:51820", state: "down" },
            },
        }),
    });
    expect(says).toEqual(["Machine cp-1: its KubeSpan tunnel to worker-1 (10.5.0.9:51820) is down"]);
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(discovery, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(discovery, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
