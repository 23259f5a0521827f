import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { etcdMember } from "./etcd-member.ts";

test("A learner that lags", async () => {
    const { says } = await judge(etcdMember, {
        at: NOW,
        talos: machine("cp-1", {
            files: {
                "etcd/status.yaml": {
                    memberStatus: { leader: "1", dbSize: 1, raftIndex: 90000, raftAppliedIndex: 1, isLearner: true },
                },
            },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1: its etcd member is a learner and has no vote",
        "Machine cp-1: its etcd member is 89999 entries behind what it received",
    ]);
});

test("A member that is no machine of the cluster", async () => {
    const { says } = await judge(etcdMember, {
        at: NOW,
        talos: machine("cp-1", {
            resources: { "Members.cluster.talos.dev/cp-1": { hostname: "cp-1", addresses: ["10.5.0.2"] } },
            files: {
                "etcd/members.yaml": {
                    members: [
                        { id: "1", hostname: "cp-1", peerUrls: ["https://10.5.0.2:2380"] },
                        { id: "2", hostname: "old", peerUrls: ["https://10.5.0.66:2380"] },
                        { id: "3", hostname: "cp-1", peerUrls: ["https://10.5.0.2:2380"] },
                    ],
                },
            },
        }),
    });
    expect(says).toEqual(["etcd counts old at 10.5.0.66 as a member, and no such machine is in the cluster"]);
});

test("Machines that know different members, of an even number", async () => {
    const { says } = await judge(etcdMember, {
        at: NOW,
        talos: {
            ...machine("cp-1", { files: { "etcd/members.yaml": { members: [{ hostname: "cp-1" }, { hostname: "cp-2" }] } } }),
            ...machine("cp-2", { files: { "etcd/members.yaml": { members: [{ hostname: "cp-2" }] } } }),
        },
    });
    expect(says).toEqual([
        "etcd's members are cp-2 on cp-2, and cp-1, cp-2 on cp-1",
        "etcd has 2 members (cp-1, cp-2): the loss of 1 stops the cluster",
    ]);
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(etcdMember, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(etcdMember, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
