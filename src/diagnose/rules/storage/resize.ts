import type { Facts } from "../../facts/facts.ts";
import { flag, text } from "../../facts/fields.ts";
import { conditions, named } from "../../facts/kube-object.ts";
import { quantity } from "../../facts/node-room.ts";
import { brief, latestEvent } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsEvent, showsField } from "../../showing.ts";

/** Claims that were enlarged and did not grow. */
export const resize: Rule = {
    id: "storage.resize-stuck",
    layer: "kubernetes",
    title: "PersistentVolumeClaim does not grow",
    means: "More storage was asked for than the claim has, and the volume was not enlarged.",
    fix: "The class must allow expansion and the driver must support it; some drivers grow the file system only when the pod is restarted.",
    source: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims",
    reads: ["PersistentVolumeClaim"],
    mayRead: ["StorageClass.storage.k8s.io", "events"],
    check: stuckResizes,
};

function* stuckResizes(facts: Facts): Iterable<Finding> {
    for (const claim of facts.all("PersistentVolumeClaim")) {
        const [wanted, has] = [
            quantity(claim.body, "spec", "resources", "requests", "storage"),
            quantity(claim.body, "status", "capacity", "storage"),
        ];
        if (text(claim.body, "status", "phase") !== "Bound" || wanted === undefined || has === undefined || wanted <= has)
            continue;
        const event = latestEvent(facts, claim.ref, /VolumeResizeFailed|FileSystemResizeFailed|ExternalExpanding/);
        const restart = conditions(claim).find((each) => each.type === "FileSystemResizePending" && each.status === "True");
        const storageClass = facts.get("StorageClass.storage.k8s.io", text(claim.body, "spec", "storageClassName") ?? "");
        const forbidden = storageClass !== undefined && flag(storageClass.body, "allowVolumeExpansion") !== true;
        const failed = event !== undefined && /Failed/.test(event.reason) ? brief(event.message) : undefined;
        const without = forbidden
            ? `StorageClass ${storageClass.ref.name} does not allow expansion`
            : restart
              ? "its file system grows when the pod is restarted"
              : event === undefined
                ? "the driver has not enlarged it"
                : brief(event.message);
        const why = failed ?? without;
        yield {
            severity: "warning",
            role: "cause",
            confidence: 0.8,
            subject: claim.ref,
            says: `${named(claim.ref)} was asked to grow to ${text(claim.body, "spec", "resources", "requests", "storage")} and has ${text(claim.body, "status", "capacity", "storage")}: ${why}`,
            hint: restart
                ? `restart the pod that mounts ${claim.ref.name}`
                : `kubectl -n ${claim.ref.namespace} describe pvc ${claim.ref.name}`,
            evidence: [
                showsField(
                    claim,
                    "/spec/resources/requests/storage",
                    `requests.storage: ${text(claim.body, "spec", "resources", "requests", "storage")}`,
                ),
                ...(event ? [showsEvent(event)] : []),
            ],
        };
    }
}
