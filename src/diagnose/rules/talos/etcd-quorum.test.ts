import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { etcdQuorum } from "./etcd-quorum.ts";

test("A member without a leader names those that do not take part", async () => {
    const { says } = await judge(etcdQuorum, {
        at: NOW,
        talos: {
            ...machine("cp-1", {
                files: {
                    "etcd/status.yaml": { memberStatus: { leader: "0", errors: ["etcdserver: no leader"] } },
                    "etcd/members.yaml": { members: [{ hostname: "cp-1" }, { hostname: "cp-2" }, { hostname: "cp-3" }] },
                },
            }),
            ...machine("cp-2", { address: "10.5.0.3", services: { etcd: { state: "Failed" } } }),
        },
        errors: "talos node cp-3: no route to host",
    });
    expect(says).toEqual(["etcd has no leader, says the member on cp-1: 2 of 3 members (cp-2, cp-3) do not take part"]);
});

test("Without etcd's status its log tells", async () => {
    const { says } = await judge(etcdQuorum, {
        at: NOW,
        talos: machine("cp-1", {
            services: { etcd: { state: "Running", healthy: false } },
            files: {
                "etcd/status.yaml": undefined,
                "logs/etcd.log": '2026-11-21T08:59:30Z {"level":"warn","msg":"etcdserver: no leader"}\n',
            },
        }),
    });
    expect(says).toEqual(["etcd has no leader, says the member on cp-1"]);
});

test("A leader lost for a moment is history when the status names one", async () => {
    const { answer } = await judge(etcdQuorum, {
        at: NOW,
        talos: machine("cp-1", { files: { "logs/etcd.log": "2026-11-21T08:59:30Z etcdserver: no leader\n" } }),
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(etcdQuorum, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(etcdQuorum, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
