import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { classMissing } from "./class-missing.ts";

const CLAIM = `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data, namespace: msp, creationTimestamp: "2026-11-21T08:00:00Z" }
spec: { storageClassName: fast, accessModes: [ReadWriteOnce] }
status: { phase: Pending }
`;
const CLASS = `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: local-path }
provisioner: rancher.io/local-path
`;

test("A claim of a class that is not there names the class", async () => {
    const { says, findings } = await judge(classMissing, { objects: `${CLAIM}---${CLASS}` });
    expect(says).toEqual([
        "StorageClass fast does not exist, so PersistentVolumeClaim msp/data stays Pending (there are: local-path)",
    ]);
    expect(findings[0]?.subject).toMatchObject({ kind: "StorageClass", name: "fast" });
});

test("A Pending claim whose class is there is no missing class", async () => {
    const { answer } = await judge(classMissing, { objects: `${CLAIM}---${CLASS.replace("local-path", "fast")}` });
    expect(answer).toBe("clean");
});

test("Without the list of classes it is not known whether the class exists", async () => {
    const { answer, unknowns } = await judge(classMissing, {
        objects: CLAIM,
        errors: 'storageclasses.storage.k8s.io is forbidden: User "u" cannot list resource "storageclasses"',
    });
    expect(answer).toBe("unknown");
    expect(unknowns).toEqual(['storageclasses.storage.k8s.io is forbidden: User "u" cannot list resource "storageclasses"']);
});
