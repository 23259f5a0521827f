import { clusterDns } from "../../facts/cluster-dns.ts";
import type { Facts } from "../../facts/facts.ts";
import { text } from "../../facts/fields.ts";
import { type Condition, condition, type KubeObject, named, refOf } from "../../facts/kube-object.ts";
import { nearby } from "../../facts/nearby.ts";
import type { Cause, Finding, Rule } from "../../rule.ts";
import { because, showsCondition, showsField } from "../../showing.ts";
import { essence } from "./essence.ts";
import { controllerOf, failureOf, fluxCommand, SOURCES } from "./flux-object.ts";
import { SOURCE_PATTERNS } from "./source-words.ts";

/** Flux sources that cannot be fetched, by what the server answers. */
export const source: Rule = {
    id: "gitops.source",
    layer: "gitops",
    title: "Flux source cannot be fetched",
    means: "The source-controller does not get the repository, chart or bucket, so nothing new is delivered; what was applied before stays.",
    fix: "Follow the controller's message that is quoted.",
    source: "https://fluxcd.io/flux/components/source/; fluxcd/source-controller api/v1/condition_types.go",
    variants: Object.fromEntries(SOURCE_PATTERNS.map((each) => [each.variant, each.explanation])),
    reads: SOURCES,
    mayRead: ["Secret", "Deployment.apps", "events"],
    check: failingSources,
};

function* failingSources(facts: Facts): Iterable<Finding> {
    for (const object of SOURCES.flatMap((kind) => facts.all(kind))) {
        const ready = failureOf(object);
        if (ready === undefined) continue;
        const failed = detailOf(object, ready);
        const found = SOURCE_PATTERNS.find((each) => each.pattern.test(`${failed.reason}: ${failed.message}`));
        const url =
            text(object.body, "spec", "url") ?? text(object.body, "spec", "chart") ?? text(object.body, "spec", "endpoint");
        const kept = text(object.body, "status", "artifact", "revision");
        yield {
            ...(found === undefined ? {} : { variant: found.variant }),
            severity: "critical",
            role: found?.role ?? "failure",
            subject: object.ref,
            says: `${named(object.ref)} cannot be fetched (${failed.reason}): ${essence(failed.message)}${kept === undefined ? "" : `; what is applied is still ${shortRevision(kept)}`}`,
            hint: `${found?.explanation.fix ?? "Follow the message."} Then: ${fluxCommand("reconcile", object.ref)}`,
            evidence: [
                showsCondition(object, failed),
                ...(url === undefined
                    ? []
                    : [
                          showsField(
                              object,
                              object.body.spec !== undefined && text(object.body, "spec", "url") ? "/spec/url" : "/spec",
                              url,
                          ),
                      ]),
            ],
            dueTo: nearby(facts, dueTo(facts, object, found?.variant, failed)),
            causeIn: found?.variant === "dns" ? [facts.scope("Pod", "kube-system")] : [],
            since: ready.since,
        };
    }
}

/** Ready repeats the newest of the conditions that tell more. */
function detailOf(object: KubeObject, ready: Condition): Condition {
    const told = ["FetchFailed", "BuildFailed", "StorageOperationFailed"].map((type) => condition(object, type));
    return told.find((each) => each?.status === "True" && each.message.length > ready.message.length) ?? ready;
}

function shortRevision(revision: string): string {
    return revision.replace(/(sha\d+:[0-9a-f]{12})[0-9a-f]+/, "$1");
}

function dueTo(facts: Facts, object: KubeObject, variant: string | undefined, failed: Condition): readonly Cause[] {
    const needs = facts.needs(object.ref);
    const controller = because("served-by", controllerOf(facts, "source-controller"));
    if (variant === "dns") return [clusterDns(facts), ...needs];
    if (variant === "storage" || variant === "timeout" || variant === "unreachable")
        return [...needs, ...inCluster(facts, object, failed), controller];
    return needs;
}

/** A registry or Git server that runs in the cluster itself. */
function inCluster(facts: Facts, object: KubeObject, failed: Condition): readonly Cause[] {
    const host = /(?:\/\/|tcp )([a-z0-9.-]+\.svc(?:\.[a-z.]+)?)/.exec(
        `${text(object.body, "spec", "url") ?? ""} ${failed.message}`,
    )?.[1];
    const ref = host === undefined ? undefined : facts.resolve(host, object.ref.namespace ?? "");
    return ref === undefined
        ? []
        : [because("depends-on", refOf(facts.cluster, ref.apiVersion, ref.kind, ref.name, ref.namespace))];
}
