import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { controller } from "./controller.ts";

test("A controller that fails again and again is a remark", async () => {
    const { says } = await judge(controller, {
        at: NOW,
        talos: machine("cp-1", {
            files: {
                "logs/controller-runtime.log":
                    '2026-11-21T08:59:30Z controller failed {"component": "controller-runtime", "controller": "k8s.ManifestApplyController", "error": "dial tcp 127.0.0.1:6443: connect: connection refused"}\n'.repeat(
                        4,
                    ),
            },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1: controller k8s.ManifestApplyController failed 4 times, last with: dial tcp 127.0.0.1:6443: connect: connection refused",
    ]);
});

test("Once is nothing", async () => {
    const { answer } = await judge(controller, {
        at: NOW,
        talos: machine("cp-1", {
            files: {
                "logs/controller-runtime.log": '2026-11-21T08:59:30Z controller failed {"controller": "a", "error": "b"}\n',
            },
        }),
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(controller, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(controller, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
