import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { cri } from "./cri.ts";

test("A container runtime that ends says its last error", async () => {
    const { says } = await judge(cri, {
        at: NOW,
        talos: machine("cp-1", {
            services: { cri: { state: "Failed" } },
            files: { "logs/cri.log": 'time="2026-11-21T08:59:30Z" level=fatal msg="failed to load plugin: no space left"\n' },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1: the container runtime cri is Failed, so no container can start: failed to load plugin: no space left",
    ]);
});

test("A runtime that waits is no end", async () => {
    const { answer } = await judge(cri, {
        at: NOW,
        talos: machine("cp-1", { services: { cri: { state: "Waiting", message: "Waiting for network" } } }),
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(cri, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(cri, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" })).answer,
    ).toBe("unknown");
});
