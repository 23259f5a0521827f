import { expect, test } from "vitest";
import { AT, appliance, flux } from "../../../../test/diagnose/appliance.ts";
import { judge } from "../../../../test/diagnose/judge.ts";
import { releaseDrift } from "./release-drift.ts";

const selection = (data: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: appliance-release-selection, namespace: alga-system }\ndata: { ${data} }\n---\n`;

test("Another tag runs than the one selected, although the release is ready", async () => {
    const { says } = await judge(releaseDrift, { at: AT, objects: appliance({ instead: selection("algaCoreTag: 1.5.0") }) });
    expect(says).toEqual([
        "Deployment msp/alga-core-sebastian runs 1.4.2, and the selected release is 1.5.0, although HelmRelease alga-system/alga-core is ready",
    ]);
});

test("Another tag runs, because the release is not ready", async () => {
    const { says } = await judge(releaseDrift, {
        at: AT,
        objects: appliance({
            instead:
                selection("algaCoreTag: 1.5.0") +
                flux("HelmRelease", "alga-core", { status: "False", reason: "UpgradeFailed", message: "no" }),
        }),
    });
    expect(says).toEqual([
        "Deployment msp/alga-core-sebastian runs 1.4.2, and the selected release is 1.5.0; HelmRelease alga-system/alga-core is not ready",
    ]);
});

test("Flux follows another digest than the selected one", async () => {
    const { says } = await judge(releaseDrift, {
        at: AT,
        objects: appliance({ instead: selection('releaseVersion: 1.5.0, manifestDigest: "sha256:2222222222222222bbbb"') }),
    });
    expect(says).toEqual([
        "OCIRepository flux-system/alga-appliance follows sha256:111111111111, and the selected release 1.5.0 is sha256:222222222222",
    ]);
});

test("An appliance that is well is clean, and what was not collected is not known", async () => {
    expect((await judge(releaseDrift, { at: AT, objects: appliance() })).answer).toBe("clean");
    expect((await judge(releaseDrift, { at: AT, objects: appliance(), errors: "configmaps is forbidden" })).answer).toBe(
        "unknown",
    );
});
