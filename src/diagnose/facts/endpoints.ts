import type { ObjectRef } from "../../core/evidence-ref.ts";
import type { Facts } from "./facts.ts";
import { at, list, strings } from "./fields.ts";

/** Whether a Service has an address that takes traffic; undefined when neither its endpoints nor its pods say so. Source: discovery/v1 EndpointConditions. */
export function hasReadyEndpoints(facts: Facts, service: ObjectRef): boolean | undefined {
    const slices = facts.slicesOf(service);
    if (slices.length > 0)
        return slices.some((slice) =>
            list(slice.body, "endpoints").some(
                (endpoint) => at(endpoint, "conditions", "ready") !== false && list(endpoint, "addresses").length > 0,
            ),
        );
    const endpoints = facts.get("Endpoints", service.name, service.namespace);
    if (endpoints !== undefined) return list(endpoints.body, "subsets").some((subset) => list(subset, "addresses").length > 0);
    const object = facts.find(service);
    const selects = Object.keys(strings(object?.body, "spec", "selector")).length > 0;
    if (object === undefined || !selects || !facts.collected("Pod", service.namespace)) return undefined;
    return facts.podsOf(service).some((pod) => pod.ready && !pod.deleting && pod.phase === "Running");
}
