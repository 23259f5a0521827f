import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { defaultClass } from "./default-class.ts";

const storageClass = (name: string, isDefault: boolean) => `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: ${name}, annotations: { storageclass.kubernetes.io/is-default-class: "${isDefault}" } }
provisioner: example.com/x
---
`;

test("Two default classes are a remark", async () => {
    const { says, findings } = await judge(defaultClass, { objects: storageClass("a", true) + storageClass("b", true) });
    expect(says).toEqual(["StorageClasses a and b are all the default: a claim without a class gets the newest"]);
    expect(findings[0]?.severity).toBe("info");
});

test("One default class is as it should be", async () => {
    expect((await judge(defaultClass, { objects: storageClass("a", true) + storageClass("b", false) })).answer).toBe("clean");
});
