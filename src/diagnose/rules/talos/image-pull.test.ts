import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { imagePull } from "./image-pull.ts";

test("A name that is not found", async () => {
    const { says } = await judge(imagePull, {
        at: NOW,
        talos: machine("cp-1", {
            services: {
                kubelet: {
                    state: "Preparing",
                    message: 'failed to pull image "ghcr.io/siderolabs/kubelet:v1.35.0": dial tcp: lookup ghcr.io: no such host',
                },
            },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1: service kubelet cannot start, its image ghcr.io/siderolabs/kubelet:v1.35.0 is not pulled: dial tcp: lookup ghcr.io: no such host",
    ]);
});

test("An image that does not exist", async () => {
    const { says } = await judge(imagePull, {
        at: NOW,
        talos: machine("cp-1", {
            services: { etcd: { state: "Preparing", message: 'failed to pull image "registry.k8s.io/etcd:v9": ref not found' } },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1: service etcd cannot start, its image registry.k8s.io/etcd:v9 is not pulled: ref not found",
    ]);
});

test("A registry that limits", async () => {
    const { says } = await judge(imagePull, {
        at: NOW,
        talos: machine("cp-1", {
            services: { etcd: { state: "Preparing", message: 'failed to pull image "docker.io/etcd:v3": 429 toomanyrequests' } },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1: service etcd cannot start, its image docker.io/etcd:v3 is not pulled: 429 toomanyrequests",
    ]);
});

test("A pull that failed before the service ran is history", async () => {
    const { answer } = await judge(imagePull, {
        at: NOW,
        talos: machine("cp-1", {
            services: { kubelet: { state: "Running", healthy: true, events: ['failed to pull image "a": timeout', "Started"] } },
        }),
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(imagePull, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(imagePull, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
