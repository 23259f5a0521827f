import type { Facts } from "../../facts/facts.ts";
import { number } from "../../facts/fields.ts";
import { annotations, named } from "../../facts/kube-object.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsField } from "../../showing.ts";

/** Workloads that somebody scaled to zero: a remark, and the root when something that needs them is broken. */
export const scaledToZero: Rule = {
    id: "application.scaled-to-zero",
    layer: "application",
    title: "Workload is scaled to zero",
    means: "`spec.replicas` is 0, so there are no pods. That is no fault unless something needs them.",
    fix: "`kubectl scale --replicas=1` when it shall run.",
    source: "https://kubernetes.io/docs/reference/kubectl/generated/kubectl_scale/",
    reads: ["Deployment.apps", "StatefulSet.apps"],
    check: zeroWorkloads,
};

function* zeroWorkloads(facts: Facts): Iterable<Finding> {
    for (const workload of ["Deployment.apps", "StatefulSet.apps"].flatMap((kind) => facts.all(kind))) {
        if (number(workload.body, "spec", "replicas") !== 0) continue;
        const before = annotations(workload)["deployment.kubernetes.io/desired-replicas"];
        yield {
            severity: "info",
            role: "cause",
            subject: workload.ref,
            layer: facts.layerOf(workload.ref),
            says: `${named(workload.ref)} is scaled to zero (replicas: 0${before ? `, before: ${before}` : ""}), so it has no pods`,
            hint: `kubectl -n ${workload.ref.namespace} scale ${workload.ref.kind.toLowerCase()} ${workload.ref.name} --replicas=1`,
            evidence: [showsField(workload, "/spec/replicas", "replicas: 0")],
        };
    }
}
