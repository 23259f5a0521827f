import { expect, test } from "vitest";
import { AT, appliance } from "../../../../test/diagnose/appliance.ts";
import { judge } from "../../../../test/diagnose/judge.ts";
import { storageMissing } from "./storage-missing.ts";

test("Without its class there is no storage; those that are there are named", async () => {
    const { says } = await judge(storageMissing, {
        at: AT,
        objects: appliance({
            without: ["StorageClass local-path"],
            instead: "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: { name: nfs }\nprovisioner: nfs.example.com\n",
        }),
    });
    expect(says).toEqual(["StorageClass local-path, on which all data of the appliance lies, does not exist (there are: nfs)"]);
});

test("A class with another provisioner", async () => {
    const { says } = await judge(storageMissing, {
        at: AT,
        objects: appliance({
            instead:
                "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: { name: local-path }\nprovisioner: nfs.example.com\n",
        }),
    });
    expect(says).toEqual([
        "StorageClass local-path has the provisioner nfs.example.com, and the appliance's is rancher.io/local-path",
    ]);
});

test("A provisioner that is not installed", async () => {
    const { says } = await judge(storageMissing, {
        at: AT,
        objects: appliance({ without: ["Deployment local-path-storage/local-path-provisioner"] }),
    });
    expect(says).toEqual([
        "Deployment local-path-storage/local-path-provisioner, the provisioner of StorageClass local-path, does not exist, so no volume is made",
    ]);
});

test("An appliance that is well is clean, and what was not collected is not known", async () => {
    expect((await judge(storageMissing, { at: AT, objects: appliance() })).answer).toBe("clean");
    expect((await judge(storageMissing, { at: AT, objects: appliance(), errors: "storageclasses is forbidden" })).answer).toBe(
        "unknown",
    );
});
