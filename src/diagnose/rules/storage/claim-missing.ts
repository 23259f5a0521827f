import { namesOf, perWorkload, unwell } from "../../among-pods.ts";
import type { Facts } from "../../facts/facts.ts";
import { condition, named, refOf } from "../../facts/kube-object.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsCondition, showsField } from "../../showing.ts";

/** Claims that pods mount and that do not exist. */
export const claimMissing: Rule = {
    id: "storage.claim-missing",
    layer: "kubernetes",
    title: "PersistentVolumeClaim does not exist",
    means: "A pod mounts a claim that is not in its namespace, so it stays Pending.",
    fix: "Create the claim, or correct the name in the workload's volumes.",
    source: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#claims-as-volumes",
    reads: ["Pod", "PersistentVolumeClaim"],
    check: missingClaims,
};

function* missingClaims(facts: Facts): Iterable<Finding> {
    for (const { subject, pods } of perWorkload(unwell(facts))) {
        const [pod] = pods;
        const scheduled = condition(pod, "PodScheduled");
        for (const reference of pod.references) {
            if (reference.kind !== "PersistentVolumeClaim") continue;
            const said = scheduled?.message.includes(`persistentvolumeclaim "${reference.name}" not found`) === true;
            if (!said && !facts.absent("PersistentVolumeClaim", reference.name, pod.namespace)) continue;
            const claim = refOf(facts.cluster, "v1", "PersistentVolumeClaim", reference.name, pod.namespace);
            const others = facts
                .all("PersistentVolumeClaim")
                .filter((each) => each.ref.namespace === pod.namespace)
                .map((each) => each.ref.name);
            yield {
                severity: "critical",
                role: "cause",
                subject: claim,
                says: `${named(claim)} does not exist, and ${named(subject)} mounts it (${namesOf(pods)}; ${others.length === 0 ? "the namespace has no claim" : `there are: ${others.slice(0, 5).join(", ")}`})`,
                hint: `kubectl -n ${pod.namespace} get pvc; create ${reference.name}, or correct the claimName in ${named(subject)}`,
                evidence: [
                    showsField(pod, reference.pointer, `claimName: ${reference.name}`),
                    ...(said && scheduled ? [showsCondition(pod, scheduled)] : []),
                ],
                since: scheduled?.since ?? "",
            };
        }
    }
}
