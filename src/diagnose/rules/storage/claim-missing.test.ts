import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { claimMissing } from "./claim-missing.ts";

const POD = `
apiVersion: v1
kind: Pod
metadata: { name: db-0, namespace: msp, ownerReferences: [{ apiVersion: apps/v1, kind: StatefulSet, name: db, controller: true }] }
spec: { containers: [{ name: postgres }], volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }] }
status: { phase: Pending }
---
`;
const claim = (name: string) => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: ${name}, namespace: msp }
status: { phase: Bound }
`;

test("A claim that is not there is named, with those that are", async () => {
    const { says } = await judge(claimMissing, { objects: POD + claim("date") });
    expect(says).toEqual([
        "PersistentVolumeClaim msp/data does not exist, and StatefulSet msp/db mounts it (pod db-0; there are: date)",
    ]);
});

test("A claim that is there is not missing", async () => {
    expect((await judge(claimMissing, { objects: POD + claim("data") })).answer).toBe("clean");
});

test("Where no claims were collected nothing is said to be missing", async () => {
    expect((await judge(claimMissing, { objects: POD, errors: "persistentvolumeclaims is forbidden" })).answer).toBe("unknown");
});
