import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { staticPod } from "./static-pod.ts";

test("A static pod that crashes says how, and the line of its log", async () => {
    const { says } = await judge(staticPod, {
        at: NOW,
        talos: machine("cp-1", {
            resources: {
                "StaticPodStatuses.kubernetes.talos.dev/kube-system/kube-apiserver-cp-1": {
                    phase: "Running",
                    conditions: [{ type: "Ready", status: "False" }],
                    containerStatuses: [
                        {
                            restartCount: 3,
                            state: { waiting: { reason: "CrashLoopBackOff" } },
                            lastState: { terminated: { exitCode: 1 } },
                        },
                    ],
                },
            },
            files: { "logs/pods/kube-system/kube-apiserver-cp-1/kube-apiserver-0a.log": "Error: unknown flag: --x\n" },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1: static pod kube-apiserver-cp-1 is not ready (CrashLoopBackOff, exit 1, 3 restarts): Error: unknown flag: --x",
    ]);
});

test("A static pod that is missing", async () => {
    const { says } = await judge(staticPod, {
        at: NOW,
        talos: machine("cp-1", {
            resources: { "StaticPodStatuses.kubernetes.talos.dev/kube-system/kube-scheduler-cp-1": undefined },
        }),
    });
    expect(says).toEqual(["Machine cp-1 runs no static pod kube-scheduler"]);
});

test("A worker has none", async () => {
    const { answer } = await judge(staticPod, { at: NOW, talos: machine("worker-1", { type: "worker", address: "10.5.0.9" }) });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(staticPod, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(staticPod, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
