import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { resize } from "./resize.ts";

const objects = (capacity: string) => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data, namespace: msp }
spec: { storageClassName: fast, resources: { requests: { storage: 50Gi } } }
status: { phase: Bound, capacity: { storage: ${capacity} } }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: example.com/x
`;

test("A claim that cannot grow says that its class does not allow it", async () => {
    const { says } = await judge(resize, { objects: objects("10Gi") });
    expect(says).toEqual([
        "PersistentVolumeClaim msp/data was asked to grow to 50Gi and has 10Gi: StorageClass fast does not allow expansion",
    ]);
});

test("A claim that has what it asks for is fine", async () => {
    expect((await judge(resize, { objects: objects("50Gi") })).answer).toBe("clean");
});
