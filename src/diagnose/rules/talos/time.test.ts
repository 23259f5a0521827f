import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { time } from "./time.ts";

test("A time server out of reach is named with its error", async () => {
    const { says } = await judge(time, {
        at: NOW,
        talos: machine("cp-1", {
            resources: { "TimeStatuses.v1alpha1.talos.dev/node": { synced: false } },
            files: {
                "logs/controller-runtime.log":
                    '2026-11-21T08:59:30Z time query error {"server": "time.cloudflare.com", "error": "i/o timeout"}\n',
            },
        }),
    });
    expect(says).toEqual(["Machine cp-1: the time is not synchronized: time.cloudflare.com gives i/o timeout"]);
});

test("A clock that is off by hours", async () => {
    const { says } = await judge(time, {
        at: NOW,
        talos: machine("cp-1", { files: { "time.yaml": { localtime: "2026-11-21T07:00:00Z", remotetime: NOW } } }),
    });
    expect(says).toEqual(["Machine cp-1: its clock is 2 hours behind its time server"]);
});

test("No time server at all, while the time is right, is a remark", async () => {
    const { says } = await judge(time, {
        at: NOW,
        talos: machine("cp-1", { resources: { "TimeServerStatuses.net.talos.dev/timeservers": { timeServers: [] } } }),
    });
    expect(says).toEqual(["Machine cp-1 has no time server"]);
});

test("A clock that jumped is a remark", async () => {
    const { says } = await judge(time, {
        at: NOW,
        talos: machine("cp-1", { resources: { "TimeStatuses.v1alpha1.talos.dev/node": { synced: true, epoch: 2 } } }),
    });
    expect(says).toEqual(["Machine cp-1: its clock has jumped 2 times by more than 15 minutes since it started"]);
});

test("Synchronization that was switched off is no fault", async () => {
    const { answer } = await judge(time, {
        at: NOW,
        talos: machine("cp-1", { resources: { "TimeStatuses.v1alpha1.talos.dev/node": { synced: false, syncDisabled: true } } }),
    });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(time, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(time, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" })).answer,
    ).toBe("unknown");
});
