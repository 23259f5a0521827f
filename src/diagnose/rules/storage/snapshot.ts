import type { Facts } from "../../facts/facts.ts";
import { flag, text } from "../../facts/fields.ts";
import { named, refOf } from "../../facts/kube-object.ts";
import { brief } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsField } from "../../showing.ts";

/** Snapshots with an error. */
export const snapshot: Rule = {
    id: "storage.snapshot-failed",
    layer: "kubernetes",
    title: "VolumeSnapshot failed",
    means: "The CSI driver could not take the snapshot: there is no such backup.",
    fix: "The error of the snapshot says why: class, driver, quota.",
    source: "https://kubernetes.io/docs/concepts/storage/volume-snapshots/",
    reads: ["VolumeSnapshot.snapshot.storage.k8s.io"],
    mayRead: ["VolumeSnapshotClass.snapshot.storage.k8s.io"],
    check: failedSnapshots,
};

function* failedSnapshots(facts: Facts): Iterable<Finding> {
    for (const object of facts.all("VolumeSnapshot.snapshot.storage.k8s.io")) {
        const message = text(object.body, "status", "error", "message");
        if (message === undefined || flag(object.body, "status", "readyToUse") === true) continue;
        const claim = text(object.body, "spec", "source", "persistentVolumeClaimName");
        yield {
            severity: "warning",
            role: "failure",
            subject: object.ref,
            says: `${named(object.ref)} failed: ${brief(message)}`,
            hint: `kubectl -n ${object.ref.namespace} describe volumesnapshot ${object.ref.name}`,
            evidence: [showsField(object, "/status/error/message", message)],
            dueTo:
                claim === undefined
                    ? []
                    : [because("depends-on", refOf(facts.cluster, "v1", "PersistentVolumeClaim", claim, object.ref.namespace))],
            since: text(object.body, "status", "error", "time") ?? "",
        };
    }
}
