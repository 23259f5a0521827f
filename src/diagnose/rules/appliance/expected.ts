import { builtInProfile } from "../../../spec/built-in.ts";
import type { Expectation } from "../../../spec/expectation.ts";
import type { Facts } from "../../facts/facts.ts";

const APPLIANCE_NAMESPACE = "alga-system";

/**
 * What the cluster should hold: what the profile expects that it was collected with, else, where there is something in the namespace
 * `alga-system`, what the profile `appliance` does. Undefined when it is no appliance.
 */
export function expectedOf(facts: Facts): Expectation | undefined {
    if (facts.expected !== undefined) return facts.expected;
    if (!isAppliance(facts)) return undefined;
    const profile = builtInProfile("appliance");
    return profile.ok ? profile.value.spec.expect : undefined;
}

function isAppliance(facts: Facts): boolean {
    return (
        facts.get("Namespace", APPLIANCE_NAMESPACE) !== undefined ||
        ["HelmRelease", "ConfigMap"].some((kind) => facts.all(kind).some(({ ref }) => ref.namespace === APPLIANCE_NAMESPACE))
    );
}
