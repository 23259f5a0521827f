import type { Facts } from "../../facts/facts.ts";
import { named } from "../../facts/kube-object.ts";
import type { Finding, Rule } from "../../rule.ts";
import { expectedOf } from "./expected.ts";
import { chainOf, isReady, kustomizationRef, releaseRef, sourceRef } from "./flux.ts";
import { mostlyThere } from "./mostly-there.ts";

/** Parts of the appliance's Flux chain that are not there: its source, its Kustomizations, its HelmReleases. */
export const releaseMissing: Rule = {
    id: "appliance.release-missing",
    layer: "gitops",
    title: "A part of the appliance is not installed",
    means: "The appliance is an OCI source, three Kustomizations and six HelmReleases. One of them does not exist, so what it brings is missing.",
    fix: "Look at what should have made it: `flux get kustomizations -A`; a HelmRelease that somebody deleted comes back with `flux reconcile kustomization NAME`.",
    source: "Alga appliance, ee/appliance/flux (profile `appliance`, expect.kustomizations and expect.helmReleases)",
    variants: {
        source: {
            title: "The appliance's source does not exist",
            means: "Without the OCIRepository nothing of the appliance can be brought or updated.",
            fix: "Apply the OCIRepository again (the installer does).",
        },
        kustomization: {
            title: "A Kustomization of the appliance does not exist",
            means: "One of platform, core and background is missing, and all that it applies.",
            fix: "Reconcile the root Kustomization, which makes it.",
        },
        "helm-release": {
            title: "A HelmRelease of the appliance does not exist",
            means: "Of the six releases one is missing: its program is not installed.",
            fix: "Reconcile the Kustomization that makes it.",
        },
    },
    reads: [
        "HelmRelease.helm.toolkit.fluxcd.io",
        "Kustomization.kustomize.toolkit.fluxcd.io",
        "OCIRepository.source.toolkit.fluxcd.io",
    ],
    mayRead: ["Namespace", "ConfigMap"],
    check: missingParts,
};

function* missingParts(facts: Facts): Iterable<Finding> {
    const expected = expectedOf(facts);
    if (expected === undefined) return;
    const chain = chainOf(facts, expected);
    const { source } = expected;
    if (facts.absent(source.kind, source.name, source.namespace)) {
        const subject = sourceRef(facts, expected);
        yield {
            variant: "source",
            severity: "critical",
            role: "cause",
            subject,
            says: `${named(subject)}, from which Flux brings the whole appliance, does not exist`,
            hint: `kubectl -n ${source.namespace} get ocirepositories; run the appliance's installer again`,
            evidence: [],
        };
    }
    const isThere = (kind: string) => (each: { readonly name: string; readonly namespace: string }) =>
        facts.get(kind, each.name, each.namespace) !== undefined;
    for (const each of expected.kustomizations) {
        if (
            !facts.absent("Kustomization", each.name, each.namespace) ||
            !mostlyThere(expected.kustomizations, isThere("Kustomization"))
        )
            continue;
        const subject = kustomizationRef(facts, each);
        yield {
            variant: "kustomization",
            severity: "critical",
            role: "failure",
            subject,
            says: `${named(subject)} does not exist; of the appliance's chain there ${there(expected.kustomizations.filter(({ name, namespace }) => facts.get("Kustomization", name, namespace) !== undefined))}`,
            hint: `flux -n ${each.namespace} reconcile kustomization ${source.name} --with-source`,
            evidence: [],
            dueTo: chain.filter(({ ref }) => ref.name !== each.name),
        };
    }
    if (!mostlyThere(expected.helmReleases, isThere("HelmRelease"))) return;
    const missing = expected.helmReleases.filter(({ name, namespace }) => facts.absent("HelmRelease", name, namespace));
    for (const each of missing) {
        const subject = releaseRef(facts, each);
        const ready = expected.kustomizations.filter((kustomization) => isReady(facts, kustomizationRef(facts, kustomization)));
        const all = ready.length === expected.kustomizations.length;
        yield {
            variant: "helm-release",
            severity: "critical",
            role: "failure",
            confidence: all ? 0.9 : 0.6,
            subject,
            says: `${named(subject)} does not exist: the appliance has ${expected.helmReleases.length - missing.length} of its ${expected.helmReleases.length} releases${all ? ", although all its Kustomizations are ready" : ""}`,
            hint: `flux -n ${expected.kustomizations[0]?.namespace} reconcile kustomization ${expected.kustomizations.at(-1)?.name}; kubectl -n ${each.namespace} get helmreleases`,
            evidence: [],
            dueTo: chain,
        };
    }
}

function there(left: readonly { readonly name: string }[]): string {
    return left.length === 0 ? "is none" : `${left.length === 1 ? "is" : "are"} ${left.map(({ name }) => name).join(", ")}`;
}
