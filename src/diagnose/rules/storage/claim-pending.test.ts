import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { claimPending } from "./claim-pending.ts";

const claim = (spec: string) => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data, namespace: msp, creationTimestamp: "2026-11-21T08:00:00Z" }
spec: { ${spec} accessModes: [ReadWriteOnce], resources: { requests: { storage: 50Gi } } }
status: { phase: Pending }
---
`;
const storageClass = (name: string, rest = "") => `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: ${name} }
provisioner: rancher.io/local-path
${rest}
---
`;
const event = (reason: string, message: string) => `
apiVersion: v1
kind: Event
metadata: { name: data.1, namespace: msp }
involvedObject: { apiVersion: v1, kind: PersistentVolumeClaim, name: data, namespace: msp }
type: Warning
reason: ${reason}
message: '${message}'
lastTimestamp: "2026-11-21T08:30:00Z"
---
`;

test("A claim without a class, where none is the default, says which classes there are", async () => {
    const { says, findings } = await judge(claimPending, { objects: claim("") + storageClass("local-path") });
    expect(says).toEqual([
        "PersistentVolumeClaim msp/data names no StorageClass and no class is the default (there are: local-path)",
    ]);
    expect(findings[0]?.rule).toBe("storage.claim-pending.no-class");
});

test("The provisioner's error is said in its own words", async () => {
    const { says } = await judge(claimPending, {
        objects:
            claim("storageClassName: fast,") +
            storageClass("fast") +
            event(
                "ProvisioningFailed",
                'failed to provision volume with StorageClass "fast": rpc error: code = ResourceExhausted desc = pool is full',
            ),
    });
    expect(says).toEqual([
        'PersistentVolumeClaim msp/data gets no volume: failed to provision volume with StorageClass "fast": rpc error: code = ResourceExhausted desc = pool is full',
    ]);
});

test("A claim that no volume by hand matches says what it wants and what there is", async () => {
    const volume =
        "apiVersion: v1\nkind: PersistentVolume\nmetadata: { name: pv-1 }\nspec: { capacity: { storage: 10Gi } }\nstatus: { phase: Available }\n---\n";
    const { says } = await judge(claimPending, {
        objects:
            claim("storageClassName: manual,") +
            volume +
            event("FailedBinding", "no persistent volumes available for this claim and no storage class is set"),
    });
    expect(says).toEqual([
        "PersistentVolumeClaim msp/data wants 50Gi of class manual and no PersistentVolume matches (there are: pv-1 Available 10Gi)",
    ]);
});

test("A claim that waits for its provisioner is a symptom", async () => {
    const { says, findings } = await judge(claimPending, {
        objects:
            claim("storageClassName: fast,") +
            storageClass("fast") +
            event("ExternalProvisioning", "Waiting for a volume to be created"),
    });
    expect(says).toEqual([
        "PersistentVolumeClaim msp/data stays Pending (StorageClass fast): Waiting for a volume to be created",
    ]);
    expect(findings[0]?.role).toBe("symptom");
});

test("Waiting for the first consumer is no fault", async () => {
    const { answer } = await judge(claimPending, {
        objects: claim("storageClassName: fast,") + storageClass("fast", "volumeBindingMode: WaitForFirstConsumer"),
    });
    expect(answer).toBe("clean");
});
