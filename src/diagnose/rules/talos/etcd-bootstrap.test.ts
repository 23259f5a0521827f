import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { etcdBootstrap } from "./etcd-bootstrap.ts";

test("etcd that was never bootstrapped", async () => {
    const { says } = await judge(etcdBootstrap, {
        at: NOW,
        talos: machine("cp-1", {
            services: { etcd: { state: "Preparing" } },
            files: {
                "logs/etcd.log":
                    "2026-11-21T08:59:30Z etcd is waiting to join the cluster, if this node is the first node of the cluster, please run `talosctl bootstrap`\n",
            },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1: etcd was never bootstrapped (Preparing, it waits to join the cluster), so there is no Kubernetes",
    ]);
});

test("A member that does not join the others", async () => {
    const { says } = await judge(etcdBootstrap, {
        at: NOW,
        talos: {
            ...machine("cp-1"),
            ...machine("cp-2", {
                address: "10.5.0.3",
                services: { etcd: { state: "Preparing" } },
                files: { "logs/etcd.log": "2026-11-21T08:59:30Z etcd is waiting to join the cluster\n" },
            }),
        },
    });
    expect(says).toEqual(["Machine cp-2: etcd waits to join the cluster that runs on cp-1"]);
});

test("The same line in the log of a member that runs is history", async () => {
    const { answer } = await judge(etcdBootstrap, {
        at: NOW,
        talos: machine("cp-1", { files: { "logs/etcd.log": "2026-11-21T08:59:30Z etcd is waiting to join the cluster\n" } }),
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(etcdBootstrap, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(etcdBootstrap, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
