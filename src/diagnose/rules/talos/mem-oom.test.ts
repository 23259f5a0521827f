import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { memOom } from "./mem-oom.ts";

test("The kernel ended etcd", async () => {
    const { says } = await judge(memOom, {
        at: NOW,
        talos: machine("cp-1", {
            files: { "dmesg.log": "kern: err: [2026-11-21T08:59:30Z]: Out of memory: Killed process 4711 (etcd) total-vm:1kB\n" },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1 ran out of memory at 2026-11-21T08:59:30.000Z: Out of memory: Killed process 4711 (etcd) total-vm:1kB",
    ]);
});

test("Hours ago it is a remark", async () => {
    const { says } = await judge(memOom, {
        at: NOW,
        talos: machine("cp-1", {
            files: { "dmesg.log": "kern: err: [2026-11-21T02:00:00Z]: Out of memory: Killed process 4711 (java)\n" },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1 ran out of memory at 2026-11-21T02:00:00.000Z: Out of memory: Killed process 4711 (java)",
    ]);
});

test("A container over its own limit is no matter of the machine", async () => {
    const { answer } = await judge(memOom, {
        at: NOW,
        talos: machine("cp-1", {
            files: {
                "dmesg.log": "kern: err: [2026-11-21T08:59:30Z]: Memory cgroup out of memory: Killed process 4711 (java)\n",
            },
        }),
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(memOom, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(memOom, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" })).answer,
    ).toBe("unknown");
});
