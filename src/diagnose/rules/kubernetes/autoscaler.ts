import type { Facts } from "../../facts/facts.ts";
import { text } from "../../facts/fields.ts";
import { condition, named, refOf } from "../../facts/kube-object.ts";
import { brief } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsCondition } from "../../showing.ts";

const METRICS = "v1beta1.metrics.k8s.io";

/** Autoscalers that cannot scale. */
export const autoscaler: Rule = {
    id: "kubernetes.autoscaler",
    layer: "kubernetes",
    title: "HorizontalPodAutoscaler cannot scale",
    means: "The autoscaler gets no metrics or does not find what it should scale; the number of replicas stays as it is.",
    fix: "Install or mend metrics-server, give the containers CPU and memory requests, or correct scaleTargetRef.",
    source: "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/",
    variants: {
        "no-metrics": {
            title: "There is no metrics API",
            means: "No metrics-server serves metrics.k8s.io, so the autoscaler knows no CPU and memory use.",
            fix: "Install metrics-server.",
        },
        requests: {
            title: "The containers have no requests",
            means: "A percentage of a request that is not set cannot be computed.",
            fix: "Set resources.requests in the workload.",
        },
        target: {
            title: "What should be scaled does not exist",
            means: "scaleTargetRef names a workload that is not there.",
            fix: "Correct scaleTargetRef.",
        },
    },
    reads: ["HorizontalPodAutoscaler.autoscaling"],
    mayRead: ["APIService.apiregistration.k8s.io", "Deployment.apps", "StatefulSet.apps"],
    check: blindAutoscalers,
};

function* blindAutoscalers(facts: Facts): Iterable<Finding> {
    for (const object of facts.all("HorizontalPodAutoscaler.autoscaling")) {
        const bad = [condition(object, "AbleToScale"), condition(object, "ScalingActive")].find(
            (each) => each?.status === "False" && each.reason !== "ScalingDisabled",
        );
        if (bad === undefined) continue;
        const target = refOf(
            facts.cluster,
            text(object.body, "spec", "scaleTargetRef", "apiVersion") ?? "apps/v1",
            text(object.body, "spec", "scaleTargetRef", "kind") ?? "",
            text(object.body, "spec", "scaleTargetRef", "name") ?? "",
            object.ref.namespace,
        );
        const common = { severity: "warning" as const, evidence: [showsCondition(object, bad)], since: bad.since };
        const hint = `kubectl -n ${object.ref.namespace} describe hpa ${object.ref.name}`;
        if (/missing request for/.test(bad.message)) {
            yield {
                ...common,
                variant: "requests",
                role: "cause",
                subject: target,
                says: `${named(target)} has no resource requests, so ${named(object.ref)} cannot scale it: ${brief(bad.message)}`,
                hint: `set resources.requests in ${named(target)}`,
            };
        } else if (bad.reason === "FailedGetScale") {
            yield {
                ...common,
                variant: "target",
                role: "cause",
                subject: object.ref,
                says: `${named(object.ref)} does not find what it should scale, ${named(target)}: ${brief(bad.message)}`,
                hint,
            };
        } else {
            const noApi = /could not find the requested resource|no metrics returned|unable to (?:fetch|get) .*metrics/.test(
                bad.message,
            );
            yield {
                ...common,
                role: "symptom",
                subject: object.ref,
                says: `${named(object.ref)} gets no metrics: ${brief(bad.message)}`,
                hint,
                dueTo: [
                    because("served-by", refOf(facts.cluster, "apiregistration.k8s.io/v1", "APIService", METRICS)),
                    because("depends-on", target),
                ],
                causeIn: [facts.scope("APIService"), facts.scope("Pod", "kube-system")],
            };
            if (noApi && facts.absent("APIService.apiregistration.k8s.io", METRICS)) yield noMetrics(facts, common);
        }
    }
}

function noMetrics(facts: Facts, common: Pick<Finding, "evidence" | "since">): Finding {
    const subject = refOf(facts.cluster, "apiregistration.k8s.io/v1", "APIService", METRICS);
    return {
        ...common,
        variant: "no-metrics",
        severity: "warning",
        role: "cause",
        subject,
        says: `There is no metrics API: ${named(subject)} does not exist, metrics-server is not installed`,
        hint: "install metrics-server: https://github.com/kubernetes-sigs/metrics-server",
    };
}
