import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { provisioner } from "./provisioner.ts";

const CLAIM = `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data, namespace: msp, creationTimestamp: "2026-11-21T08:00:00Z" }
spec: { storageClassName: local-path }
status: { phase: Pending }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: local-path }
provisioner: rancher.io/local-path
---
`;
const deployment = (name: string, namespace: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec: { replicas: 1 }
`;

test("A class whose provisioner nothing in the cluster is names the provisioner", async () => {
    const { says } = await judge(provisioner, { objects: CLAIM + deployment("web", "msp") });
    expect(says).toEqual([
        "StorageClass local-path has the provisioner rancher.io/local-path and nothing in the cluster is it: 1 claim waits for it",
    ]);
});

test("A provisioner that is deployed is found by its name", async () => {
    const { answer } = await judge(provisioner, { objects: CLAIM + deployment("local-path-provisioner", "local-path-storage") });
    expect(answer).toBe("clean");
});

test("Without any workload in the bundle it is not said that the provisioner is absent", async () => {
    const { answer } = await judge(provisioner, { objects: CLAIM, errors: "deployments.apps is forbidden" });
    expect(answer).toBe("unknown");
});
