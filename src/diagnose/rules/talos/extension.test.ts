import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { extension } from "./extension.ts";

test("An extension that waits for its configuration is a remark", async () => {
    const { says } = await judge(extension, {
        at: NOW,
        talos: machine("cp-1", {
            services: { "ext-tailscale": { state: "Waiting", message: "Waiting for extension service config" } },
        }),
    });
    expect(says).toEqual(["Machine cp-1: extension service ext-tailscale is Waiting: Waiting for extension service config"]);
});

test("An extension without a health check is well", async () => {
    const { answer } = await judge(extension, {
        at: NOW,
        talos: machine("cp-1", { services: { "ext-qemu-guest-agent": { state: "Running" } } }),
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(extension, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(extension, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
