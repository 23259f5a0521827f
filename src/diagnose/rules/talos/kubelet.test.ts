import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { kubelet } from "./kubelet.ts";

test("An expired certificate is said in the words of the log", async () => {
    const { says } = await judge(kubelet, {
        at: NOW,
        talos: machine("cp-1", {
            services: { kubelet: { state: "Running", healthy: false } },
            files: { "logs/kubelet.log": "2026-11-21T08:59:30Z x509: certificate has expired or is not yet valid\n" },
        }),
    });
    expect(says).toEqual(["Machine cp-1: its kubelet does not work: x509: certificate has expired or is not yet valid"]);
});

test("A flag that the kubelet does not know is its end", async () => {
    const { says } = await judge(kubelet, {
        at: NOW,
        talos: machine("cp-1", {
            services: { kubelet: { state: "Failed" } },
            files: {
                "logs/kubelet.log":
                    'E1121 08:59:30.1 1 run.go:72] "command failed" err="failed to parse kubelet flag: unknown flag: --cgroups"\n',
            },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1: its kubelet does not work: command failed: failed to parse kubelet flag: unknown flag: --cgroups",
    ]);
});

test("An address that the machine no longer has", async () => {
    const { says } = await judge(kubelet, {
        at: NOW,
        talos: machine("cp-1", {
            services: { kubelet: { state: "Running", healthy: false } },
            files: {
                "logs/kubelet.log":
                    'E1121 08:59:30.1 1 kubelet_node_status.go:1] "Unable" err="node IP: \\"10.5.0.2\\" not found in the host\'s network interfaces"\n',
            },
        }),
    });
    expect(says).toEqual([
        'Machine cp-1: its kubelet does not work: Unable: node IP: "10.5.0.2" not found in the host\'s network interfaces',
    ]);
});

test("The same line in the log of a kubelet that is well is history", async () => {
    const { answer } = await judge(kubelet, {
        at: NOW,
        talos: machine("cp-1", { files: { "logs/kubelet.log": "2026-11-21T08:59:30Z x509: certificate has expired\n" } }),
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(kubelet, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(kubelet, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
