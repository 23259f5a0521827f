import type { Facts } from "../../facts/facts.ts";
import { list, text, texts } from "../../facts/fields.ts";
import { condition, type KubeObject, labels, named, refOf } from "../../facts/kube-object.ts";
import type { PodFact } from "../../facts/pod-fact.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsCondition, showsField } from "../../showing.ts";

/** Volumes tied to a node that cannot take their pod. */
export const nodeAffinity: Rule = {
    id: "storage.node-affinity",
    layer: "kubernetes",
    title: "The volume lives on another node",
    means: "A local or zonal volume can be used only on the nodes of its node affinity, and the pod cannot be placed there: the node is gone, cordoned, not ready, or the pod is bound elsewhere.",
    fix: "Bring the node back, or move the data: restore it into a new claim on a node that exists.",
    source: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#node-affinity",
    reads: ["Pod", "PersistentVolume", "PersistentVolumeClaim"],
    mayRead: ["Node"],
    check: strandedVolumes,
};

function* strandedVolumes(facts: Facts): Iterable<Finding> {
    for (const pod of facts.pods) {
        const scheduled = condition(pod, "PodScheduled");
        if (
            pod.phase !== "Pending" ||
            scheduled === undefined ||
            !/volume node affinity|didn't match PersistentVolume's node affinity/i.test(scheduled.message)
        )
            continue;
        for (const volume of volumesOf(facts, pod)) {
            const wanted = labelsWanted(volume);
            if (wanted.length === 0) continue;
            yield {
                severity: "critical",
                role: "cause",
                confidence: 0.9,
                subject: volume.ref,
                says: `${named(volume.ref)} can be used only on ${whereOf(facts, wanted)}, and pod ${pod.namespace}/${pod.name} cannot be placed there`,
                hint: `kubectl get pv ${volume.ref.name} -o jsonpath='{.spec.nodeAffinity}'; bring the node back, or restore the data into a new claim`,
                evidence: [
                    showsField(
                        volume,
                        "/spec/nodeAffinity",
                        wanted.map((each) => `${each.key} in [${each.values.join(", ")}]`).join(", "),
                    ),
                    showsCondition(pod, scheduled),
                ],
                dueTo: wanted
                    .filter((each) => each.key === "kubernetes.io/hostname")
                    .flatMap((each) =>
                        each.values.map((node) =>
                            because("runs-on", refOf(facts.cluster, "v1", "Node", node), ["kubernetes.node", "talos"]),
                        ),
                    ),
                since: scheduled.since,
            };
        }
    }
}

interface Wanted {
    readonly key: string;
    readonly values: readonly string[];
}

function labelsWanted(volume: KubeObject): readonly Wanted[] {
    const terms = list(volume.body, "spec", "nodeAffinity", "required", "nodeSelectorTerms");
    return terms.flatMap((term) =>
        list(term, "matchExpressions").map((expression) => ({
            key: text(expression, "key") ?? "",
            values: texts(expression, "values"),
        })),
    );
}

function volumesOf(facts: Facts, pod: PodFact): readonly KubeObject[] {
    return pod.references.flatMap((reference) => {
        const claim =
            reference.kind === "PersistentVolumeClaim"
                ? facts.get("PersistentVolumeClaim", reference.name, pod.namespace)
                : undefined;
        return facts.get("PersistentVolume", text(claim?.body, "spec", "volumeName") ?? "") ?? [];
    });
}

/** `node worker-2, which does not exist any more`, `node worker-2`, `nodes with topology.kubernetes.io/zone=a`. */
function whereOf(facts: Facts, wanted: readonly Wanted[]): string {
    return wanted
        .map(({ key, values }) => {
            if (key !== "kubernetes.io/hostname") return `nodes with ${key}=${values.join("|")}`;
            const nodes = facts.all("Node").filter((node) => values.includes(labels(node)[key] ?? node.ref.name));
            return `node ${values.join(", ")}${nodes.length === 0 && facts.collected("Node") ? ", which does not exist any more" : ""}`;
        })
        .join(" and ");
}
