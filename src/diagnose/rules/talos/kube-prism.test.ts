import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { kubePrism } from "./kube-prism.ts";

test("No API server answers", async () => {
    const { says } = await judge(kubePrism, {
        at: NOW,
        talos: machine("cp-1", {
            resources: { "KubePrismStatuses.kubernetes.talos.dev/k8s-loadbalancer": { host: "127.0.0.1:7445", healthy: false } },
        }),
    });
    expect(says).toEqual(["Machine cp-1: KubePrism (127.0.0.1:7445) finds no API server that answers"]);
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(kubePrism, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (await judge(kubePrism, { at: NOW, talos: machine("cp-1"), errors: "talos node cp-2 resources: permission denied" }))
            .answer,
    ).toBe("unknown");
});
