import { expect, test } from "vitest";
import { AT, appliance, flux } from "../../../../test/diagnose/appliance.ts";
import { judge } from "../../../../test/diagnose/judge.ts";
import { workloadMissing } from "./workload-missing.ts";

test("A program that is needed to log in", async () => {
    const { says } = await judge(workloadMissing, { at: AT, objects: appliance({ without: ["StatefulSet msp/redis"] }) });
    expect(says).toEqual([
        "StatefulSet msp/redis (needed to log in) does not exist although HelmRelease alga-system/alga-core is ready",
    ]);
});

test("A background program whose release is not ready", async () => {
    const { says } = await judge(workloadMissing, {
        at: AT,
        objects: appliance({
            without: ["Deployment msp/email-service"],
            instead: flux("HelmRelease", "email-service", { status: "False", reason: "InstallFailed", message: "no" }),
        }),
    });
    expect(says).toEqual([
        "Deployment msp/email-service (background, login works without) does not exist; HelmRelease alga-system/email-service should bring it",
    ]);
});

test("An appliance that is well is clean, and what was not collected is not known", async () => {
    expect((await judge(workloadMissing, { at: AT, objects: appliance() })).answer).toBe("clean");
    expect((await judge(workloadMissing, { at: AT, objects: appliance(), errors: "deployments is forbidden" })).answer).toBe(
        "unknown",
    );
});
