import type { ExpectedWorkload } from "../../../spec/expectation.ts";
import type { Facts } from "../../facts/facts.ts";
import { named, refOf } from "../../facts/kube-object.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because } from "../../showing.ts";
import { expectedOf } from "./expected.ts";
import { isReady, releaseRef } from "./flux.ts";
import { mostlyThere } from "./mostly-there.ts";

/** Programs of the appliance that are not there although their release should have brought them. */
export const workloadMissing: Rule = {
    id: "appliance.workload-missing",
    layer: "application",
    title: "A program of the appliance is not there",
    means: "The appliance needs eight workloads. Those of the tier core are needed to log in; those of the tier background do work in the meantime.",
    fix: "Look at the HelmRelease that brings it; when that is ready somebody deleted the workload: reconcile the release with `--force`.",
    source: "Alga appliance, ee/docs/premise (profile `appliance`, expect.workloads)",
    variants: {
        core: {
            title: "A program needed to log in is missing",
            means: "Nobody can use the appliance without it.",
            fix: "Look at HelmRelease alga-core, of pgbouncer at its own.",
        },
        background: {
            title: "A background program is missing",
            means: "Login works; e-mail, workflows or scheduled work do not.",
            fix: "Look at its HelmRelease.",
        },
    },
    reads: ["Deployment.apps", "StatefulSet.apps"],
    mayRead: ["Namespace", "ConfigMap", "HelmRelease.helm.toolkit.fluxcd.io"],
    check: missingWorkloads,
};

function* missingWorkloads(facts: Facts): Iterable<Finding> {
    const expected = expectedOf(facts);
    if (
        expected === undefined ||
        !mostlyThere(expected.workloads, (each) => facts.get(each.kind, each.name, each.namespace) !== undefined)
    )
        return;
    for (const workload of expected.workloads) {
        if (!facts.absent(workload.kind, workload.name, workload.namespace)) continue;
        const release = releaseOf(workload, expected.helmReleases);
        const subject = refOf(facts.cluster, "apps/v1", workload.kind, workload.name, workload.namespace);
        const brings = release === undefined ? undefined : releaseRef(facts, release);
        const ready = brings !== undefined && isReady(facts, brings);
        yield {
            variant: workload.tier,
            severity: workload.tier === "core" ? "critical" : "warning",
            role: ready ? "failure" : "symptom",
            subject,
            says: `${named(subject)} (${workload.tier === "core" ? "needed to log in" : "background, login works without"}) does not exist${brings === undefined ? "" : ready ? ` although ${named(brings)} is ready` : `; ${named(brings)} should bring it`}`,
            hint:
                release === undefined
                    ? `kubectl -n ${workload.namespace} get all`
                    : `flux -n ${release.namespace} reconcile helmrelease ${release.name} --force`,
            evidence: [],
            dueTo: brings === undefined ? [] : [because("manages", brings)],
        };
    }
}

/** The release of the same name; what has none (database, cache, the server itself) is of the first one, the core. */
function releaseOf<T extends { readonly name: string }>({ name }: ExpectedWorkload, releases: readonly T[]): T | undefined {
    return releases.find((release) => release.name === name) ?? releases[0];
}
