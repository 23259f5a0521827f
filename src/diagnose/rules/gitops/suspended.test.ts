import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT } from "../../../../test/diagnose/workload.ts";
import { suspended } from "./suspended.ts";

const release = (suspend: boolean) => `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: apps, generation: 2 }
spec: { suspend: ${suspend} }
status: { observedGeneration: 1 }
---
`;

test("What is suspended is said and not alarmed, with the command that resumes it", async () => {
    const { says, findings } = await judge(suspended, { at: AT, objects: release(true) });
    expect(says).toEqual(["HelmRelease apps/web is suspended: Flux does not reconcile it"]);
    expect(findings[0]).toMatchObject({ severity: "info", hint: "flux resume helmrelease web -n apps" });
});

test("What is not suspended is not mentioned", async () => {
    expect((await judge(suspended, { at: AT, objects: release(false) })).answer).toBe("clean");
});

test("Where HelmReleases could not be listed, it is not known", async () => {
    expect(
        (await judge(suspended, { at: AT, errors: "forbidden: all of HelmRelease (helm.toolkit.fluxcd.io): may not list them" }))
            .answer,
    ).toBe("unknown");
});
