import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { versionSkew } from "./version-skew.ts";

test("One machine of three is behind", async () => {
    const { says } = await judge(versionSkew, {
        at: NOW,
        talos: {
            ...machine("cp-1"),
            ...machine("cp-2"),
            ...machine("worker-1", { type: "worker", files: { "version.yaml": { version: { tag: "v1.11.3" } } } }),
        },
    });
    expect(says).toEqual(["Machine worker-1 runs Talos v1.11.3, and cp-1, cp-2 v1.12.0"]);
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(versionSkew, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(versionSkew, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
