import type { Facts } from "../../facts/facts.ts";
import { text } from "../../facts/fields.ts";
import { annotations, type KubeObject, named } from "../../facts/kube-object.ts";
import { isInTree } from "../../facts/provisioners.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsField } from "../../showing.ts";

/** Classes whose provisioner does not run in the cluster, where claims wait for it. */
export const provisioner: Rule = {
    id: "storage.provisioner-absent",
    layer: "kubernetes",
    title: "The provisioner of a StorageClass does not run",
    means: "A StorageClass names a provisioner and no workload in the cluster is that provisioner, so its claims wait for ever.",
    fix: "Install the provisioner (its Deployment and RBAC), or use a class whose provisioner runs.",
    source: "https://kubernetes.io/docs/concepts/storage/storage-classes/#provisioner",
    reads: ["StorageClass.storage.k8s.io", "PersistentVolumeClaim", "Deployment.apps"],
    mayRead: ["StatefulSet.apps", "DaemonSet.apps", "Pod"],
    check: absentProvisioners,
};

function* absentProvisioners(facts: Facts): Iterable<Finding> {
    for (const storageClass of facts.all("StorageClass.storage.k8s.io")) {
        const name = text(storageClass.body, "provisioner");
        if (name === undefined || isInTree(name)) continue;
        const waiting = facts
            .all("PersistentVolumeClaim")
            .filter(
                (claim) =>
                    text(claim.body, "spec", "storageClassName") === storageClass.ref.name &&
                    text(claim.body, "status", "phase") === "Pending" &&
                    isAwaited(facts, claim, storageClass),
            );
        const seen = facts.collected("Deployment") || facts.collected("DaemonSet") || facts.collected("Pod");
        if (waiting.length === 0 || !seen || facts.provisionersOf(name).length > 0 || hasPods(facts, name)) continue;
        yield {
            severity: "critical",
            role: "cause",
            confidence: 0.85,
            subject: storageClass.ref,
            says: `${named(storageClass.ref)} has the provisioner ${name} and nothing in the cluster is it: ${waiting.length} ${waiting.length === 1 ? "claim waits" : "claims wait"} for it`,
            hint: `install the provisioner ${name}, or use another class: kubectl get storageclass; kubectl get deployments,daemonsets -A`,
            evidence: [showsField(storageClass, "/provisioner", `provisioner: ${name}`)],
            since: text(waiting[0]?.body, "metadata", "creationTimestamp") ?? "",
        };
    }
}

/** Whether the claim itself waits for the provisioner, and not for its first consumer. */
function isAwaited(facts: Facts, claim: KubeObject, storageClass: KubeObject): boolean {
    const events = facts.eventsOf(claim.ref);
    if (events.some((event) => /Provisioning/.test(event.reason) || /external provisioner/.test(event.message))) return true;
    const late = text(storageClass.body, "volumeBindingMode") === "WaitForFirstConsumer";
    return late ? annotations(claim)["volume.kubernetes.io/selected-node"] !== undefined : events.length === 0;
}

/** A provisioner that runs as a bare pod, or whose workload was not collected. */
function hasPods(facts: Facts, name: string): boolean {
    const stem = (name.split("/").at(-1) ?? name).split(".")[0] ?? name;
    return facts.pods.some(
        (pod) => pod.name.includes(stem) || pod.containers.some((container) => JSON.stringify(container.spec).includes(name)),
    );
}
