import type { Facts } from "../../facts/facts.ts";
import { fields, number, text, time } from "../../facts/fields.ts";
import { conditions, type KubeObject, named } from "../../facts/kube-object.ts";
import { nearby } from "../../facts/nearby.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsField } from "../../showing.ts";
import { durationWords } from "../application/duration-words.ts";
import { controllerOf, FLUX_KINDS, failureOf, fluxCommand, isSuspended, KUSTOMIZATION } from "./flux-object.ts";

/** A controller that works takes up a change within minutes. */
const PATIENCE_MS = 15 * 60_000;
/** Of a source's new revision a Kustomization knows at once; its interval is the fallback. */
const LONG_MS = 2 * 3_600_000;

/** Flux objects that their controller has not looked at: what their conditions say is of an earlier day. */
export const notReconciled: Rule = {
    id: "gitops.not-reconciled",
    layer: "gitops",
    title: "Flux has not taken up the latest change",
    means: "status.observedGeneration is behind metadata.generation: the object was changed and its controller has not looked at it since. Its Ready condition speaks of the spec before.",
    fix: "Look at the controller: does it run, is it stuck, does it watch this namespace?",
    source: "https://github.com/kubernetes-sigs/kstatus; https://fluxcd.io/flux/components/",
    variants: {
        never: {
            title: "Flux has never looked at the object",
            means: "The object has no conditions at all, long after it was made.",
            fix: "Look at the controller of its kind, and at its --watch-label-selector and --watch-all-namespaces.",
        },
        revision: {
            title: "Newest revision is not applied",
            means: "The source has a newer revision than the Kustomization has applied, for hours.",
            fix: "Look at the Kustomization's conditions and at the kustomize-controller.",
        },
    },
    reads: Object.values(FLUX_KINDS).flat(),
    mayRead: ["Deployment.apps", "Pod"],
    check: staleObjects,
};

function* staleObjects(facts: Facts): Iterable<Finding> {
    for (const [name, kinds] of Object.entries(FLUX_KINDS))
        for (const object of kinds.flatMap((kind) => facts.all(kind))) {
            const stale = isSuspended(object) ? undefined : staleness(facts, object);
            if (stale === undefined) continue;
            yield {
                severity: "warning",
                role: "symptom",
                subject: object.ref,
                hint: `${fluxCommand("reconcile", object.ref)}; kubectl -n ${controllerOf(facts, name).namespace} logs deployment/${name}`,
                dueTo: nearby(facts, [because("served-by", controllerOf(facts, name))]),
                causeIn: [facts.scope("Deployment", controllerOf(facts, name).namespace)],
                ...stale,
            };
        }
}

function staleness(facts: Facts, object: KubeObject): Pick<Finding, "variant" | "says" | "evidence"> | undefined {
    const age = facts.now - (time(object.body, "metadata", "creationTimestamp") ?? facts.now);
    const generation = number(object.body, "metadata", "generation") ?? 0;
    const observed = number(object.body, "status", "observedGeneration");
    const isStatic = object.ref.kind === "HelmRepository" && text(object.body, "spec", "type") === "oci";
    if (isStatic || age < PATIENCE_MS) return undefined;
    if (conditions(object).length === 0 && Object.keys(fields(object.body, "status")).length === 0)
        return {
            variant: "never",
            says: `${named(object.ref)} has no conditions ${durationWords(age)} after it was made: no controller has looked at it`,
            evidence: [showsField(object, "/metadata", `generation: ${generation}, no status`)],
        };
    if (observed !== undefined && observed >= 0 && observed < generation && !justChanged(facts, object))
        return {
            says: `${named(object.ref)} was changed (generation ${generation}) and Flux has only seen generation ${observed}`,
            evidence: [
                showsField(object, "/status/observedGeneration", `observedGeneration: ${observed}, generation: ${generation}`),
            ],
        };
    return object.ref.kind === "Kustomization" ? behindSource(facts, object) : undefined;
}

/** A condition that changed a moment ago: the controller is at it. */
function justChanged(facts: Facts, object: KubeObject): boolean {
    return conditions(object).some((each) => facts.now - (Date.parse(each.since) || 0) < PATIENCE_MS);
}

function behindSource(facts: Facts, object: KubeObject): Pick<Finding, "variant" | "says" | "evidence"> | undefined {
    const applied = text(object.body, "status", "lastAppliedRevision");
    const from = facts.needs(object.ref).find((need) => need.relation === "source-of");
    const source = from === undefined ? undefined : facts.find(from.ref);
    const revision = text(source?.body, "status", "artifact", "revision");
    const updated = time(source?.body, "status", "artifact", "lastUpdateTime");
    if (source === undefined || applied === undefined || revision === undefined || updated === undefined || applied === revision)
        return undefined;
    if (facts.now - updated < LONG_MS || failureOf(object) !== undefined || !facts.all(KUSTOMIZATION).includes(object))
        return undefined;
    return {
        variant: "revision",
        says: `${named(object.ref)} has applied ${applied}, and ${named(source.ref)} has ${revision} since ${new Date(updated).toISOString()}`,
        evidence: [
            showsField(object, "/status/lastAppliedRevision", applied),
            showsField(source, "/status/artifact/revision", revision),
        ],
    };
}
