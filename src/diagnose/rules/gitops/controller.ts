import type { Facts } from "../../facts/facts.ts";
import { number } from "../../facts/fields.ts";
import { conditions, type KubeObject, named } from "../../facts/kube-object.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsField } from "../../showing.ts";
import { controllerOf, FLUX_KINDS, isSuspended } from "./flux-object.ts";

/** Controllers of Flux that do not run while there are objects for them. */
export const controller: Rule = {
    id: "gitops.controller",
    layer: "gitops",
    title: "Flux controller has no ready pod",
    means: "Nothing of its kinds is reconciled while the controller is down: conditions stay as they were and may look fine.",
    fix: "Look at the controller's pods.",
    source: "https://fluxcd.io/flux/components/",
    variants: {
        zero: {
            title: "Flux controller is scaled to zero",
            means: "Somebody stopped the controller; nothing of its kinds is reconciled.",
            fix: "`kubectl -n flux-system scale deployment NAME --replicas=1`",
        },
        missing: {
            title: "Flux controller is not installed",
            means: "There are objects of its kinds and no Deployment of the controller.",
            fix: "`flux install`, or correct the components that were installed.",
        },
    },
    reads: ["Deployment.apps"],
    mayRead: ["Pod", "ReplicaSet.apps", ...Object.values(FLUX_KINDS).flat()],
    check: downControllers,
};

function* downControllers(facts: Facts): Iterable<Finding> {
    for (const [name, kinds] of Object.entries(FLUX_KINDS)) {
        const objects = kinds.flatMap((kind) => facts.all(kind)).filter((each) => !isSuspended(each));
        const found = objects.length === 0 ? undefined : findingOf(facts, name, objects);
        if (found !== undefined) yield found;
    }
}

function findingOf(facts: Facts, name: string, objects: readonly KubeObject[]): Finding | undefined {
    const ref = controllerOf(facts, name);
    const deployment = facts.find(ref);
    const [first] = objects;
    const idle = `${objects.length} ${objects.length === 1 ? "object is" : "objects are"} not reconciled`;
    const namespace = ref.namespace ?? "flux-system";
    if (deployment === undefined || first === undefined) {
        const others = facts.all("Deployment.apps").some((each) => each.ref.name in FLUX_KINDS);
        const untouched = objects.every((each) => conditions(each).length === 0);
        if (first === undefined || !others || !untouched || !facts.absent("Deployment.apps", name, namespace)) return undefined;
        return {
            variant: "missing",
            severity: "critical",
            role: "cause",
            subject: ref,
            says: `${named(ref)} does not exist, so ${idle}`,
            hint: "flux check; flux install",
            evidence: [showsField(first, "/metadata/name", named(first.ref))],
        };
    }
    const wanted = number(deployment.body, "spec", "replicas") ?? 1;
    const ready =
        facts.podsOf(ref).filter((pod) => pod.ready).length || (number(deployment.body, "status", "readyReplicas") ?? 0);
    if (ready > 0 || deployment.body.status === undefined) return undefined;
    const base = {
        severity: "critical",
        subject: ref,
        evidence: [showsField(deployment, wanted === 0 ? "/spec/replicas" : "/status", `replicas: ${wanted}, ready: ${ready}`)],
    } as const;
    if (wanted === 0)
        return {
            ...base,
            variant: "zero",
            role: "cause",
            says: `${named(ref)} is scaled to zero, so ${idle}`,
            hint: `kubectl -n ${namespace} scale deployment ${name} --replicas=1`,
        };
    return {
        ...base,
        role: "symptom",
        says: `${named(ref)} has no ready pod, so ${idle}`,
        hint: `kubectl -n ${namespace} describe pods -l app=${name}; kubectl -n ${namespace} logs deployment/${name} --previous`,
        dueTo: facts.needs(ref),
        causeIn: [facts.scope("Pod", namespace)],
    };
}
