import type { Facts } from "../../facts/facts.ts";
import { text } from "../../facts/fields.ts";
import { condition, named, refOf } from "../../facts/kube-object.ts";
import { brief } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsCondition } from "../../showing.ts";

/** Aggregated APIs that do not answer. */
export const apiService: Rule = {
    id: "kubernetes.api-service",
    layer: "kubernetes",
    title: "Aggregated API is not available",
    means: "An APIService is served by a Service in the cluster that does not answer. Its resources cannot be read, namespaces cannot be deleted, and clients that list everything get errors.",
    fix: "Mend the pods behind the Service; when the API is no longer wanted, delete the APIService.",
    source: "https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/",
    variants: {
        "no-service": {
            title: "The Service of an aggregated API does not exist",
            means: "The APIService was left behind when what served it was removed.",
            fix: "`kubectl delete apiservice NAME`, or reinstall it.",
        },
    },
    reads: ["APIService.apiregistration.k8s.io"],
    mayRead: ["Service", "Pod", "EndpointSlice.discovery.k8s.io"],
    check: deadApis,
};

function* deadApis(facts: Facts): Iterable<Finding> {
    for (const api of facts.all("APIService.apiregistration.k8s.io")) {
        const available = condition(api, "Available");
        if (available?.status !== "False") continue;
        const [name, namespace] = [
            text(api.body, "spec", "service", "name") ?? "",
            text(api.body, "spec", "service", "namespace") ?? "",
        ];
        const gone = available.reason === "ServiceNotFound" || facts.absent("Service", name, namespace);
        const backend = refOf(facts.cluster, "v1", "Service", name, namespace);
        yield {
            ...(gone ? { variant: "no-service" } : {}),
            severity: "critical",
            role: gone ? "cause" : "failure",
            subject: api.ref,
            says: `${named(api.ref)} is not available: ${brief(available.message || available.reason)}`,
            hint: gone
                ? `reinstall what serves it, or: kubectl delete apiservice ${api.ref.name}`
                : `kubectl -n ${namespace} get pods,endpointslices; kubectl -n ${namespace} logs service/${name}`,
            evidence: [showsCondition(api, available)],
            dueTo: gone ? facts.needs(backend) : [because("served-by", backend)],
            causeIn: [facts.scope("Pod", namespace)],
            since: available.since,
        };
    }
}
