import type { ObjectRef } from "../../../core/evidence-ref.ts";
import type { Expectation } from "../../../spec/expectation.ts";
import type { Cause } from "../../cause.ts";
import type { Facts } from "../../facts/facts.ts";
import { condition, refOf } from "../../facts/kube-object.ts";
import { because } from "../../showing.ts";

interface Name {
    readonly namespace: string;
    readonly name: string;
}

export function releaseRef(facts: Facts, { namespace, name }: Name): ObjectRef {
    return refOf(facts.cluster, "helm.toolkit.fluxcd.io/v2", "HelmRelease", name, namespace);
}

export function kustomizationRef(facts: Facts, { namespace, name }: Name): ObjectRef {
    return refOf(facts.cluster, "kustomize.toolkit.fluxcd.io/v1", "Kustomization", name, namespace);
}

export function sourceRef(facts: Facts, { source }: Expectation): ObjectRef {
    return refOf(facts.cluster, "source.toolkit.fluxcd.io/v1", source.kind, source.name, source.namespace);
}

/** The chain that brings everything of the appliance, from its source up: whatever is missing may be missing because of one of them. */
export function chainOf(facts: Facts, expected: Expectation): readonly Cause[] {
    return [
        because("source-of", sourceRef(facts, expected), ["gitops", "appliance"]),
        ...expected.kustomizations.map((each) => because("manages", kustomizationRef(facts, each), ["gitops", "appliance"])),
    ];
}

/** Whether the object is there and says of itself that it is ready. */
export function isReady(facts: Facts, ref: ObjectRef): boolean {
    const object = facts.find(ref);
    return object !== undefined && condition(object, "Ready")?.status === "True";
}
