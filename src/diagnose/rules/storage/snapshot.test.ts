import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { snapshot } from "./snapshot.ts";

const objects = (status: string) => `
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshot
metadata: { name: nightly, namespace: msp }
spec: { source: { persistentVolumeClaimName: data } }
status: ${status}
`;

test("A failed snapshot says why", async () => {
    const { says } = await judge(snapshot, {
        objects: objects("{ readyToUse: false, error: { message: snapshot quota exceeded } }"),
    });
    expect(says).toEqual(["VolumeSnapshot msp/nightly failed: snapshot quota exceeded"]);
});

test("A snapshot that is ready got over its error", async () => {
    expect((await judge(snapshot, { objects: objects("{ readyToUse: true, error: { message: timed out } }") })).answer).toBe(
        "clean",
    );
});
