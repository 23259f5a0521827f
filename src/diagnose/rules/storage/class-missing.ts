import type { Facts } from "../../facts/facts.ts";
import { text } from "../../facts/fields.ts";
import { annotations, named, refOf } from "../../facts/kube-object.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsEvent, showsField } from "../../showing.ts";

/** A claim that waits for a StorageClass nobody has made. */
export const classMissing: Rule = {
    id: "storage.class-missing",
    layer: "kubernetes",
    title: "StorageClass does not exist",
    means: "A PersistentVolumeClaim names a StorageClass that is not in the cluster, so no volume is made and every pod that mounts the claim stays Pending.",
    fix: "Create the StorageClass (install its provisioner), or recreate the claim with the name of a class that exists: `kubectl get storageclass`. The class of a claim cannot be changed afterwards.",
    source: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#class-1",
    reads: ["PersistentVolumeClaim", "StorageClass.storage.k8s.io"],
    mayRead: ["events", "PersistentVolume"],
    check: claimsWithoutClass,
};

function* claimsWithoutClass(facts: Facts): Iterable<Finding> {
    for (const claim of facts.all("PersistentVolumeClaim")) {
        const name = text(claim.body, "spec", "storageClassName");
        if (name === undefined || text(claim.body, "status", "phase") !== "Pending") continue;
        if (isStatic(facts, name)) continue;
        const event = facts
            .eventsOf(claim.ref)
            .find((each) => /storageclass(\.storage\.k8s\.io)? ".*" not found/i.test(each.message));
        if (event === undefined && !facts.absent("StorageClass.storage.k8s.io", name)) continue;
        const others = facts.all("StorageClass.storage.k8s.io").map((each) => each.ref.name);
        yield {
            severity: "critical",
            role: "cause",
            subject: refOf(facts.cluster, "storage.k8s.io/v1", "StorageClass", name),
            says: `StorageClass ${name} does not exist, so ${named(claim.ref)} stays Pending (${others.length === 0 ? "there is no class at all" : `there are: ${others.join(", ")}`})`,
            hint: `kubectl get storageclass; install the provisioner that makes ${name}, or recreate the claim with another class`,
            evidence: [
                showsField(claim, "/spec/storageClassName", `storageClassName: ${name}`),
                ...(event ? [showsEvent(event)] : []),
            ],
            since: text(claim.body, "metadata", "creationTimestamp") ?? "",
        };
    }
}

/** Volumes that somebody made by hand carry the name of a class that need not exist: the name only pairs them with claims. */
function isStatic(facts: Facts, name: string): boolean {
    return facts
        .all("PersistentVolume")
        .some(
            (volume) =>
                text(volume.body, "spec", "storageClassName") === name &&
                annotations(volume)["pv.kubernetes.io/provisioned-by"] === undefined &&
                text(volume.body, "spec", "csi", "driver") === undefined,
        );
}
