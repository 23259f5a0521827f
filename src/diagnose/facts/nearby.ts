import type { Cause } from "../cause.ts";
import type { Facts } from "./facts.ts";

/**
 * Causes of which those that are not in the bundle are looked at alone: a Secret that was not collected says nothing about the
 * Kustomization that may have made it. What is known to be missing has a finding of its own that names its makers.
 */
export function nearby(facts: Facts, causes: readonly Cause[]): readonly Cause[] {
    return causes.map((cause) => (facts.find(cause.ref) === undefined ? { ...cause, direct: true } : cause));
}
