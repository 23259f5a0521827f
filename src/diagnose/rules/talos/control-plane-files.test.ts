import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { machine, NOW } from "../../../../test/diagnose/talos-machine.ts";
import { controlPlaneFiles } from "./control-plane-files.ts";

test("Certificates that were not made, with the controller's error", async () => {
    const { says } = await judge(controlPlaneFiles, {
        at: NOW,
        talos: machine("cp-1", {
            resources: { "SecretStatuses.kubernetes.talos.dev/static-pods": { ready: false } },
            files: {
                "logs/controller-runtime.log":
                    '2026-11-21T08:59:30Z controller failed {"controller": "k8s.RenderSecretsStaticPodController", "error": "no space left"}\n',
            },
        }),
    });
    expect(says).toEqual(["Machine cp-1 has not made the certificates of its static pods: no space left"]);
});

test("A machine that is well is clean, and one that was not reached is not known", async () => {
    expect((await judge(controlPlaneFiles, { at: NOW, talos: machine("cp-1") })).answer).toBe("clean");
    expect(
        (
            await judge(controlPlaneFiles, {
                at: NOW,
                talos: machine("cp-1"),
                errors: "talos node cp-2 resources: permission denied",
            })
        ).answer,
    ).toBe("unknown");
});
