import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { volumeState } from "./volume-state.ts";

const volume = (phase: string, message = "") => `
apiVersion: v1
kind: PersistentVolume
metadata: { name: pv-1 }
spec: { claimRef: { namespace: msp, name: data } }
status: { phase: ${phase}, message: "${message}" }
---
`;
const claim = (phase: string) => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data, namespace: msp }
spec: { volumeName: pv-1 }
status: { phase: ${phase} }
---
`;

test("A volume that belongs to a deleted claim keeps the new one from binding", async () => {
    const { says } = await judge(volumeState, { objects: volume("Released") + claim("Pending") });
    expect(says).toEqual([
        "PersistentVolume pv-1 still belongs to a deleted claim, so the new PersistentVolumeClaim msp/data cannot have it",
    ]);
});

test("A failed volume says its message", async () => {
    const { says } = await judge(volumeState, { objects: volume("Failed", "error deleting EBS volume: UnauthorizedOperation") });
    expect(says).toEqual(["PersistentVolume pv-1 has failed: error deleting EBS volume: UnauthorizedOperation"]);
});

test("A lost claim names the volume that is gone", async () => {
    const { says } = await judge(volumeState, { objects: claim("Lost") });
    expect(says).toEqual(["PersistentVolumeClaim msp/data has lost its volume: PersistentVolume pv-1 does not exist any more"]);
});

test("A released volume that nobody wants is no fault", async () => {
    expect((await judge(volumeState, { objects: volume("Released") })).answer).toBe("clean");
});
