import type { Facts } from "../../facts/facts.ts";
import { list, text, time } from "../../facts/fields.ts";
import { metadata, named } from "../../facts/kube-object.ts";
import { brief, latestEvent, sinceEvent } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsEvent, showsField } from "../../showing.ts";

const PATIENCE_MS = 10 * 60_000;

/** Services of type LoadBalancer without an address. */
export const loadBalancer: Rule = {
    id: "kubernetes.load-balancer",
    layer: "kubernetes",
    title: "LoadBalancer has no address",
    means: "The Service asks for an address from outside and nobody has given one: there is no controller for it (MetalLB, a cloud provider), its pool is empty, or it fails.",
    fix: "Install or mend the controller that gives addresses, or enlarge its pool.",
    source: "https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer",
    variants: {
        failed: {
            title: "The LoadBalancer cannot be set up",
            means: "The controller tried and says why it failed.",
            fix: "Mend what its event says.",
        },
    },
    reads: ["Service"],
    mayRead: ["events"],
    check: withoutAddress,
};

function* withoutAddress(facts: Facts): Iterable<Finding> {
    for (const service of facts.all("Service")) {
        if (
            text(service.body, "spec", "type") !== "LoadBalancer" ||
            list(service.body, "status", "loadBalancer", "ingress").length > 0
        )
            continue;
        if (facts.now - (time(metadata(service), "creationTimestamp") ?? facts.now) < PATIENCE_MS) continue;
        const event = latestEvent(
            facts,
            service.ref,
            /SyncLoadBalancerFailed|CreatingLoadBalancerFailed|AllocationFailed|FailedToAllocate/,
        );
        yield {
            ...(event === undefined ? {} : { variant: "failed" }),
            severity: event === undefined ? "info" : "critical",
            role: event === undefined ? "symptom" : "cause",
            subject: service.ref,
            says: `${named(service.ref)} of type LoadBalancer has no address${event === undefined ? "" : `: ${brief(event.message)}`}`,
            hint: `kubectl -n ${service.ref.namespace} describe service ${service.ref.name}`,
            evidence: [showsField(service, "/status/loadBalancer", "loadBalancer: {}"), ...(event ? [showsEvent(event)] : [])],
            ...sinceEvent(event),
        };
    }
}
