import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { AT, running, workload } from "../../../../test/diagnose/workload.ts";
import { secretSync } from "./secret-sync.ts";

const external = (status: string) => `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: db-credentials, namespace: msp }
spec: { secretStoreRef: { kind: ClusterSecretStore, name: vault }, target: { name: db-credentials } }
status: { conditions: [{ type: Ready, status: "${status}", reason: SecretSyncedError, message: "could not get secret data from provider: key msp/db not found" }] }
---
`;

test("An ExternalSecret that is not synced quotes its store", async () => {
    const { says, findings } = await judge(secretSync, { at: AT, objects: external("False") });
    expect(says).toEqual([
        "ExternalSecret msp/db-credentials is not synced (SecretSyncedError): could not get secret data from provider: key msp/db not found",
    ]);
    expect(findings[0]?.dueTo?.[0]?.ref).toMatchObject({ kind: "ClusterSecretStore", name: "vault" });
});

test("One that is synced is no fault", async () => {
    expect((await judge(secretSync, { at: AT, objects: external("True") })).answer).toBe("clean");
});

test("Where they could not be listed, it is not known", async () => {
    const errors = "forbidden: all of ExternalSecret (external-secrets.io): may not list them";
    expect((await judge(secretSync, { at: AT, objects: workload({ status: running() }), errors })).answer).toBe("unknown");
});
