import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { cpu } from "./cpu.ts";

test("A load far above what the machine can do, and a host that takes its share", async () => {
    const { says } = await judge(cpu, {
        at: NOW,
        talos: machine("cp-1", {
            files: {
                "load-average.yaml": { load15: 42 },
                "system-stat.yaml": { bootTime: 1763629200, cpuTotal: { user: 50, idle: 0, steal: 50 } },
            },
        }),
    });
    expect(says).toEqual(["Machine cp-1: a load of 42 over 15 minutes on 4 CPUs, of whose time its host took 50 %"]);
});

test("Twice as much as there are CPUs is still fine", async () => {
    const { answer } = await judge(cpu, { at: NOW, talos: machine("cp-1", { files: { "load-average.yaml": { load15: 8 } } }) });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(cpu, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(cpu, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" })).answer,
    ).toBe("unknown");
});
