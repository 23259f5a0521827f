import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { etcdLog } from "./etcd-log.ts";

test("A certificate that etcd refuses", async () => {
    const { says } = await judge(etcdLog, {
        at: NOW,
        talos: machine("cp-1", {
            services: { etcd: { state: "Failed" } },
            files: {
                "logs/etcd.log":
                    '2026-11-21T08:59:30Z {"level":"warn","msg":"rejected connection","error":"tls: failed to verify certificate: x509: certificate has expired or is not yet valid"}\n',
            },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1: etcd does not work: rejected connection: tls: failed to verify certificate: x509: certificate has expired or is not yet valid",
    ]);
});

test("Damaged data", async () => {
    const { says } = await judge(etcdLog, {
        at: NOW,
        talos: machine("cp-1", {
            services: { etcd: { state: "Failed" } },
            files: {
                "logs/etcd.log":
                    '2026-11-21T08:59:30Z {"level":"panic","msg":"failed to recover v3 backend from snapshot","error":"failed to find database snapshot file"}\n',
            },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1: etcd does not work: failed to recover v3 backend from snapshot: failed to find database snapshot file",
    ]);
});

test("A disk that is too slow, all the time", async () => {
    const { says } = await judge(etcdLog, {
        at: NOW,
        talos: machine("cp-1", {
            files: { "logs/etcd.log": '2026-11-21T08:59:30Z {"level":"warn","msg":"apply request took too long"}\n'.repeat(25) },
        }),
    });
    expect(says).toEqual([
        'Machine cp-1: etcd\'s disk is too slow: 25 times within the hour, last "apply request took too long"',
    ]);
});

test("Slow now and then is ordinary", async () => {
    const { answer } = await judge(etcdLog, {
        at: NOW,
        talos: machine("cp-1", {
            files: { "logs/etcd.log": '2026-11-21T08:59:30Z {"level":"warn","msg":"apply request took too long"}\n' },
        }),
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(etcdLog, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(etcdLog, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
