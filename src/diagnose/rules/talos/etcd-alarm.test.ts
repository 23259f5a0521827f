import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { etcdAlarm } from "./etcd-alarm.ts";

test("A full database", async () => {
    const { says } = await judge(etcdAlarm, {
        at: NOW,
        talos: machine("cp-1", {
            files: { "etcd/alarms.yaml": { memberAlarms: [{ memberId: "8e9e05c521646940", alarm: "NOSPACE" }] } },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1: etcd raised the alarm NOSPACE: its database is full (19 MiB) and every write is refused",
    ]);
});

test("A damaged database", async () => {
    const { says } = await judge(etcdAlarm, {
        at: NOW,
        talos: machine("cp-1", { files: { "etcd/alarms.yaml": { memberAlarms: [{ memberId: "1", alarm: "CORRUPT" }] } } }),
    });
    expect(says).toEqual(["Machine cp-1: etcd raised the alarm CORRUPT: its database is damaged"]);
});

test("Where alarms were not asked for, the log tells", async () => {
    const { says } = await judge(etcdAlarm, {
        at: NOW,
        talos: machine("cp-1", {
            files: { "etcd/alarms.yaml": undefined, "logs/etcd.log": "2026-11-21T08:59:30Z mvcc: database space exceeded\n" },
        }),
    });
    expect(says).toEqual([
        "Machine cp-1: etcd raised the alarm NOSPACE: its database is full (19 MiB) and every write is refused",
    ]);
});

test("A line in the log without an alarm is history: it was disarmed", async () => {
    const { answer } = await judge(etcdAlarm, {
        at: NOW,
        talos: machine("cp-1", { files: { "logs/etcd.log": "2026-11-21T08:59:30Z mvcc: database space exceeded\n" } }),
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(etcdAlarm, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(etcdAlarm, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
