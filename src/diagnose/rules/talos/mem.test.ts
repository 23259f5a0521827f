import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { mem } from "./mem.ts";

test("Hardly any memory is free", async () => {
    const { says } = await judge(mem, {
        at: NOW,
        talos: machine("cp-1", { files: { "memory.yaml": { meminfo: { memtotal: 8131832, memavailable: 81318 } } } }),
    });
    expect(says).toEqual(["Machine cp-1: only 79 MiB of 7.8 GiB memory (1 %) are free"]);
});

test("Less memory than a control plane machine needs", async () => {
    const { says } = await judge(mem, {
        at: NOW,
        talos: machine("cp-1", { files: { "memory.yaml": { meminfo: { memtotal: 1024000, memavailable: 900000 } } } }),
    });
    expect(says).toEqual(["Machine cp-1 has 1000 MiB of memory, and Talos needs 1.7 GiB there"]);
});

test("For a worker it is enough", async () => {
    const { answer } = await judge(mem, {
        at: NOW,
        talos: machine("worker-1", {
            type: "worker",
            address: "10.5.0.9",
            files: { "memory.yaml": { meminfo: { memtotal: 1024000, memavailable: 900000 } } },
        }),
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(mem, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(mem, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" })).answer,
    ).toBe("unknown");
});
