import { expect, test } from "vitest";
import { diagnosed } from "../../test/diagnose/judge.ts";
import { diagnosisSchema } from "./diagnosis.ts";
import { plain, reportText } from "./report-text.ts";
import { claimPending } from "./rules/storage/claim-pending.ts";
import { classMissing } from "./rules/storage/class-missing.ts";

const OBJECTS = `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data, namespace: msp, creationTimestamp: "2026-11-21T08:00:00Z" }
spec: { storageClassName: fast }
status: { phase: Pending }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: local-path }
---
apiVersion: v1
kind: Event
metadata: { name: e, namespace: msp }
involvedObject: { kind: PersistentVolumeClaim, name: data, namespace: msp }
reason: ProvisioningFailed
message: storageclass.storage.k8s.io "fast" not found
lastTimestamp: "2026-11-21T08:30:00Z"
`;

test("The text says the verdict, the layers, the root with its evidence and next step, and what is not known", async () => {
    const diagnosis = await diagnosed({ objects: OBJECTS, errors: "secrets is forbidden" }, [
        classMissing,
        { ...claimPending, reads: ["PersistentVolumeClaim", "Secret"] },
    ]);
    expect(
        reportText(diagnosis, { width: 80, paint: plain }),
    ).toBe(`BROKEN in the kubernetes layer: StorageClass fast does not exist, so
PersistentVolumeClaim msp/data stays Pending (there are: local-path); one other
finding follows from it

  - talos       nothing of it is in the archive
  ✗ kubernetes  StorageClass fast does not exist, so PersistentVolumeClaim
                msp/data stays Pending (there are: local-path)
  - gitops      nothing of it is in the archive
  - application nothing of it is in the archive

1.  StorageClass fast does not exist, so PersistentVolumeClaim msp/data stays
    Pending (there are: local-path)
    kubernetes · storage.class-missing · 95 % sure · since 2026-11-21T08:00:00Z
    │ storageClassName: fast
    └ objects.yaml
    │ ProvisioningFailed: storageclass.storage.k8s.io "fast" not found
    └ objects.yaml
    → kubectl get storageclass; install the provisioner that makes fast, or
      recreate the claim with another class
    └─ PersistentVolumeClaim msp/data stays Pending (StorageClass fast):
       storageclass.storage.k8s.io "fast" not found

Not known
  ? secrets is forbidden (1 rule could not judge all)
`);
});

test("The diagnosis is what its schema says", async () => {
    const diagnosis = await diagnosed({ objects: OBJECTS }, [classMissing, claimPending]);
    expect(diagnosisSchema.parse(diagnosis)).toEqual(diagnosis);
});
