import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { unreachable } from "./unreachable.ts";

const NODE =
    'apiVersion: v1\nkind: Node\nmetadata: { name: cp-1 }\nstatus: { addresses: [{ type: InternalIP, address: 10.5.0.2 }], conditions: [{ type: Ready, lastTransitionTime: "2026-11-21T08:30:00Z", message: "cni plugin not initialized", status: "False" }] }\n';

test("A machine of which nobody else tells", async () => {
    const { says } = await judge(unreachable, {
        at: NOW,
        errors: "talos node 10.5.0.9: dial tcp 10.5.0.9:50000: connect: no route to host",
    });
    expect(says).toEqual(["Machine 10.5.0.9 does not answer the Talos API: dial tcp 10.5.0.9:50000: connect: no route to host"]);
});

test("A machine whose Node is silent is off", async () => {
    const { says } = await judge(unreachable, { at: NOW, objects: NODE, errors: "talos node cp-1: connection refused" });
    expect(says).toEqual([
        "Machine cp-1 is off or cut from the network: its Talos API gives connection refused, and Node cp-1 is not ready since 2026-11-21T08:30:00Z",
    ]);
});

test("A machine whose Node is ready runs: only the way to it is closed", async () => {
    const { says } = await judge(unreachable, {
        at: NOW,
        objects: NODE.replace(/status: "False".*/, 'status: "True" }] }'),
        errors: "talos node cp-1: i/o timeout",
    });
    expect(says).toEqual(["Machine cp-1 does not answer the Talos API (i/o timeout), yet Node cp-1 is ready"]);
});

test("A machine that refuses the client", async () => {
    const { says } = await judge(unreachable, { at: NOW, errors: "talos node cp-1: remote error: tls: bad certificate" });
    expect(says).toEqual(["Machine cp-1 refuses the Talos client: remote error: tls: bad certificate"]);
});

test("A machine that answered in part did answer", async () => {
    const { answer } = await judge(unreachable, { at: NOW, talos: machine("cp-1") });
    expect(answer).toBe("clean");
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(unreachable, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(unreachable, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
