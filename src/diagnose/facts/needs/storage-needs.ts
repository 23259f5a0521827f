import type { Cause } from "../../cause.ts";
import type { Facts } from "../facts.ts";
import { list, text } from "../fields.ts";
import { annotations, type KubeObject, refOf } from "../kube-object.ts";

/** A claim needs its volume, its class, and, when it waits for a node, nothing more. */
export function claimNeeds(facts: Facts, claim: KubeObject): readonly Cause[] {
    const volume = text(claim.body, "spec", "volumeName");
    const storageClass = text(claim.body, "spec", "storageClassName");
    const provisioner =
        annotations(claim)["volume.kubernetes.io/storage-provisioner"] ??
        annotations(claim)["volume.beta.kubernetes.io/storage-provisioner"];
    return [
        ...(volume ? [{ relation: "bound-to" as const, ref: refOf(facts.cluster, "v1", "PersistentVolume", volume) }] : []),
        ...(storageClass
            ? [
                  {
                      relation: "provisioned-by" as const,
                      ref: refOf(facts.cluster, "storage.k8s.io/v1", "StorageClass", storageClass),
                  },
              ]
            : []),
        ...(provisioner ? provisionedBy(facts, provisioner) : []),
    ];
}

export function volumeNeeds(facts: Facts, volume: KubeObject): readonly Cause[] {
    const driver = text(volume.body, "spec", "csi", "driver");
    const nodes = list(volume.body, "spec", "nodeAffinity", "required", "nodeSelectorTerms").flatMap((term) =>
        list(term, "matchExpressions").flatMap((expression) =>
            text(expression, "key") === "kubernetes.io/hostname" ? list(expression, "values") : [],
        ),
    );
    return [
        ...nodes
            .filter((node) => typeof node === "string")
            .map((node) => ({ relation: "runs-on" as const, ref: refOf(facts.cluster, "v1", "Node", node) })),
        ...(driver ? [driverCause(facts, driver), ...provisionedBy(facts, driver)] : []),
    ];
}

export function classNeeds(facts: Facts, storageClass: KubeObject): readonly Cause[] {
    const provisioner = text(storageClass.body, "provisioner");
    return provisioner ? provisionedBy(facts, provisioner) : [];
}

/** The driver by its own name: a node that has not registered it cannot mount. */
function driverCause(facts: Facts, driver: string): Cause {
    return {
        relation: "provisioned-by",
        ref: refOf(facts.cluster, "storage.k8s.io/v1", "CSIDriver", driver),
        only: ["storage.attach"],
    };
}

function provisionedBy(facts: Facts, provisioner: string): readonly Cause[] {
    return facts.provisionersOf(provisioner).map((workload) => ({ relation: "provisioned-by", ref: workload.ref }));
}
