import type { Facts } from "../../facts/facts.ts";
import { text, texts, time } from "../../facts/fields.ts";
import { conditions, metadata, named, refOf } from "../../facts/kube-object.ts";
import { brief } from "../../latest-event.ts";
import type { Cause, Finding, Rule } from "../../rule.ts";
import { because, showsCondition, showsField } from "../../showing.ts";

const PATIENCE_MS = 5 * 60_000;

/** Namespaces that are being deleted and do not go. */
export const namespaceTerminating: Rule = {
    id: "kubernetes.namespace-terminating",
    layer: "kubernetes",
    title: "Namespace does not go away",
    means: "The namespace is being deleted, and something in it cannot be: an API that does not answer, or objects with finalizers whose controller is gone.",
    fix: "Its conditions name the API or the finalizer. Mend the API, or let the controller finish; removing a finalizer by hand is the last resort.",
    source: "https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/namespace/deletion/status_condition_utils.go",
    variants: {
        api: {
            title: "An aggregated API holds the namespace",
            means: "The namespace controller cannot list all kinds, because an API group does not answer.",
            fix: "Mend or delete the APIService.",
        },
    },
    reads: ["Namespace"],
    mayRead: ["APIService.apiregistration.k8s.io"],
    check: stuckNamespaces,
};

function* stuckNamespaces(facts: Facts): Iterable<Finding> {
    for (const namespace of facts.all("Namespace")) {
        const deleted = time(metadata(namespace), "deletionTimestamp");
        if (text(namespace.body, "status", "phase") !== "Terminating" || deleted === undefined) continue;
        const holding = conditions(namespace).filter((each) => each.status === "True" && /Failure|Remaining/.test(each.type));
        if (facts.now - deleted < PATIENCE_MS && holding.length === 0) continue;
        const discovery = holding.find((each) => each.type === "NamespaceDeletionDiscoveryFailure");
        const finalizers = holding.find((each) => each.type === "NamespaceFinalizersRemaining");
        const said = discovery ?? finalizers ?? holding[0];
        const own = texts(namespace.body, "spec", "finalizers").filter((each) => each !== "kubernetes");
        yield {
            ...(discovery === undefined ? {} : { variant: "api" }),
            severity: "critical",
            role: discovery === undefined && said !== undefined ? "cause" : "failure",
            confidence: 0.8,
            subject: namespace.ref,
            says: `${named(namespace.ref)} is stuck in Terminating: ${said === undefined ? `finalizers ${own.join(", ") || "are not removed"}` : brief(said.message)}`,
            hint:
                discovery === undefined
                    ? `kubectl api-resources --verbs=list --namespaced -o name | xargs -n1 kubectl get -n ${namespace.ref.name} --ignore-not-found`
                    : "kubectl get apiservices | grep False",
            evidence:
                said === undefined
                    ? [showsField(namespace, "/metadata/deletionTimestamp", "phase: Terminating")]
                    : [showsCondition(namespace, said)],
            dueTo: discovery === undefined ? [] : apisIn(facts, discovery.message),
            causeIn: [facts.scope("APIService")],
            since: text(metadata(namespace), "deletionTimestamp") ?? "",
        };
    }
}

/** The broken APIs, those that the message names first. */
function apisIn(facts: Facts, message: string): readonly Cause[] {
    const named = [...message.matchAll(/([a-z0-9.-]+)\/(v\d\w*)/g)].map(([, group, version]) =>
        refOf(facts.cluster, "apiregistration.k8s.io/v1", "APIService", `${version}.${group}`),
    );
    return [...named, ...facts.all("APIService.apiregistration.k8s.io").map((each) => each.ref)].map((ref) =>
        because("served-by", ref, ["kubernetes.api-service"]),
    );
}
