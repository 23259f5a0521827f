import { expect, test } from "vitest";
import { CRASHING, deployment, node, object, pod, SILENT, service, TAKEN, unschedulable, warning } from "../cluster.ts";
import { diagnosed } from "../judge.ts";

const VOLUMES = { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }] };
const CLAIM = object("v1", "PersistentVolumeClaim", "msp/data", {
    spec: { storageClassName: "fast" },
    status: { phase: "Pending" },
});
const CLASS = object("storage.k8s.io/v1", "StorageClass", "local-path", { provisioner: "rancher.io/local-path" });
const MISSING = warning("PersistentVolumeClaim msp/data", "ProvisioningFailed", 'storageclass.storage.k8s.io "fast" not found');
const DATABASE =
    deployment("msp/db", 0) +
    pod("msp/db", {
        ...unschedulable("0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims."),
        spec: VOLUMES,
    });

/** Scenarios that are broken when everything was collected. */
const SCENARIOS: Readonly<Record<string, string>> = {
    "a class that is missing": node("n1") + CLAIM + CLASS + MISSING + DATABASE,
    "a silent kubelet":
        node("n1") + node("n2", [SILENT]) + deployment("msp/web", 0) + pod("msp/web", { node: "n2", ready: false }),
    "a crash loop": node("n1") + deployment("msp/web", 0) + pod("msp/web", CRASHING) + service("msp/web"),
};

test.each(Object.entries(SCENARIOS))(
    "Of %s no kind can be withheld so that the verdict becomes healthy",
    async (_name, objects) => {
        const documents = objects.split("---\n").filter((document) => document.trim() !== "");
        const kinds = new Set(documents.map((document) => /"kind":"(\w+)"/.exec(document)?.[1] ?? ""));
        for (const kind of kinds) {
            const left = documents.filter((document) => !document.includes(`"kind":"${kind}","metadata"`));
            const { verdict, unknowns } = await diagnosed({
                at: TAKEN,
                objects: left.join("---\n"),
                errors: `forbidden: all of ${kind}`,
            });
            expect(verdict.status, `${kind}: ${verdict.says}`).not.toBe("healthy");
            expect(unknowns.length, kind).toBeGreaterThan(0);
        }
    },
);

test("A claim whose classes could not be listed is not blamed: the verdict says what is not known", async () => {
    const { verdict, roots } = await diagnosed({
        at: TAKEN,
        objects: node("n1") + CLAIM + DATABASE,
        errors: "storageclasses.storage.k8s.io is forbidden",
    });
    expect(verdict.status).toBe("unknown");
    expect(roots.map((root) => [root.rule, root.causeNotSeen])).toEqual([
        ["storage.claim-pending", "storageclasses.storage.k8s.io is forbidden"],
    ]);
});
