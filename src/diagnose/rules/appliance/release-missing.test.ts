import { expect, test } from "vitest";
import { AT, appliance, flux } from "../../../../test/diagnose/appliance.ts";
import { judge } from "../../../../test/diagnose/judge.ts";
import { releaseMissing } from "./release-missing.ts";

test("A release that was deleted although all Kustomizations are ready", async () => {
    const { says } = await judge(releaseMissing, {
        at: AT,
        objects: appliance({ without: ["HelmRelease alga-system/pgbouncer"] }),
    });
    expect(says).toEqual([
        "HelmRelease alga-system/pgbouncer does not exist: the appliance has 5 of its 6 releases, although all its Kustomizations are ready",
    ]);
});

test("A Kustomization of the chain that is missing names those that are there", async () => {
    const { says } = await judge(releaseMissing, {
        at: AT,
        objects: appliance({ without: ["Kustomization flux-system/alga-background"] }),
    });
    expect(says).toEqual([
        "Kustomization flux-system/alga-background does not exist; of the appliance's chain there are alga-platform, alga-core",
    ]);
});

test("Without its source nothing comes any more", async () => {
    const { says } = await judge(releaseMissing, {
        at: AT,
        objects: appliance({ without: ["OCIRepository flux-system/alga-appliance"], instead: flux("OCIRepository", "other") }),
    });
    expect(says).toEqual([
        "OCIRepository flux-system/alga-appliance, from which Flux brings the whole appliance, does not exist",
    ]);
});

test("A cluster that is no appliance needs none of it", async () => {
    expect((await judge(releaseMissing, { at: AT, objects: flux("Kustomization", "apps") })).answer).toBe("clean");
});

test("An appliance that is well is clean, and what was not collected is not known", async () => {
    expect((await judge(releaseMissing, { at: AT, objects: appliance() })).answer).toBe("clean");
    expect((await judge(releaseMissing, { at: AT, objects: appliance(), errors: "helmreleases is forbidden" })).answer).toBe(
        "unknown",
    );
});
