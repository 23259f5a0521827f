import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { etcdDatabase } from "./etcd-database.ts";

test("A database near its quota", async () => {
    const { says } = await judge(etcdDatabase, {
        at: NOW,
        talos: machine("cp-1", {
            files: { "etcd/status.yaml": { memberStatus: { leader: "1", dbSize: 1900000000, dbSizeInUse: 1800000000 } } },
        }),
    });
    expect(says).toEqual(["Machine cp-1: etcd's database has 1.8 GiB, 88 % of its quota of 2 GiB"]);
});

test("A database that is mostly holes is a remark", async () => {
    const { says } = await judge(etcdDatabase, {
        at: NOW,
        talos: machine("cp-1", {
            files: { "etcd/status.yaml": { memberStatus: { leader: "1", dbSize: 900000000, dbSizeInUse: 90000000 } } },
        }),
    });
    expect(says).toEqual(["Machine cp-1: only 10 % of etcd's database of 858 MiB is in use"]);
});

test("A larger quota counts", async () => {
    const { answer } = await judge(etcdDatabase, {
        at: NOW,
        talos: machine("cp-1", {
            resources: {
                "EtcdSpecs.etcd.talos.dev/etcd": {
                    advertisedAddresses: ["10.5.0.2"],
                    extraArgs: { "quota-backend-bytes": "8589934592" },
                },
            },
            files: { "etcd/status.yaml": { memberStatus: { leader: "1", dbSize: 1900000000, dbSizeInUse: 1800000000 } } },
        }),
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(etcdDatabase, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(etcdDatabase, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
