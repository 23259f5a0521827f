import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { diagnostic } from "./diagnostic.ts";

test("A warning with its details", async () => {
    const { says } = await judge(diagnostic, {
        at: NOW,
        talos: machine("cp-1", {
            resources: {
                "Diagnostics.runtime.talos.dev/address-overlap": {
                    message: "host and Kubernetes pod/service CIDR addresses overlap",
                    details: ["host routed CIDRs: 10.244.0.0/16"],
                },
            },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1: Talos warns (address-overlap): host and Kubernetes pod/service CIDR addresses overlap (host routed CIDRs: 10.244.0.0/16)",
    ]);
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(diagnostic, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(diagnostic, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
