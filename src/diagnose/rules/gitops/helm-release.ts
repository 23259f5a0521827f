import type { Facts } from "../../facts/facts.ts";
import { text } from "../../facts/fields.ts";
import { type Condition, condition, type KubeObject, named, objectKey } from "../../facts/kube-object.ts";
import { nearby } from "../../facts/nearby.ts";
import { objectsNamed } from "../../facts/objects-named.ts";
import { webhooksCalled } from "../../facts/webhooks-called.ts";
import { latestEvent } from "../../latest-event.ts";
import type { Cause, Finding, Rule } from "../../rule.ts";
import { because, showsCondition, showsEvent } from "../../showing.ts";
import { essence } from "./essence.ts";
import { failureOf, fluxCommand, HELM_RELEASE } from "./flux-object.ts";
import { RELEASE_KINDS, type ReleaseKind } from "./helm-release-words.ts";

/** HelmReleases that are not ready, by what keeps them. */
export const helmRelease: Rule = {
    id: "gitops.helm-release",
    layer: "gitops",
    title: "HelmRelease is not released",
    means: "The helm-controller could not install or upgrade the chart.",
    fix: "Follow the controller's message that is quoted.",
    source: "https://fluxcd.io/flux/components/helm/helmreleases/#conditions; fluxcd/helm-controller api/v2/condition_types.go",
    variants: {
        ...Object.fromEntries(RELEASE_KINDS.map((each) => [each.variant, each.explanation])),
        drift: {
            title: "Objects of the release were changed by hand",
            means: "Drift detection found objects that are no longer as the chart made them.",
            fix: "Take the change back, or put it into the values; `driftDetection.mode: enabled` corrects it by itself.",
        },
    },
    reads: [HELM_RELEASE],
    mayRead: ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "Job.batch", "Pod", "Secret", "ConfigMap", "events"],
    check: failingReleases,
};

const HOUR_MS = 3_600_000;

function* failingReleases(facts: Facts): Iterable<Finding> {
    for (const object of facts.all(HELM_RELEASE)) {
        const ready = failureOf(object);
        if (ready !== undefined) yield findingOf(facts, object, ready);
        const drift = latestEvent(facts, object.ref, /^DriftDetected/);
        if (drift !== undefined && facts.now - drift.lastAt < HOUR_MS)
            yield {
                variant: "drift",
                severity: "info",
                role: "failure",
                subject: object.ref,
                says: `${named(object.ref)}: objects of the release were changed by hand: ${essence(drift.message)}`,
                hint: `kubectl -n ${object.ref.namespace} describe helmrelease ${object.ref.name}`,
                evidence: [showsEvent(drift)],
            };
    }
}

function findingOf(facts: Facts, object: KubeObject, ready: Condition): Finding {
    const failed = detailOf(object, ready);
    const kind = RELEASE_KINDS.find((each) => each.pattern.test(`${failed.reason}: ${failed.message}`));
    const running = ready.reason === "Progressing" || ready.reason === "ProgressingWithRetry" || /^Running '/.test(ready.message);
    const stalled = condition(object, "Stalled");
    const exhausted = ready.reason === "RetriesExceeded" || stalled?.status === "True" ? "; it gave up trying" : "";
    return {
        ...(kind === undefined ? {} : { variant: kind.variant }),
        severity: "critical",
        role: kind?.role ?? (running ? "symptom" : "failure"),
        subject: object.ref,
        says: `${named(object.ref)} is not ready (${failed.reason}${chartIn(failed.message)}): ${essence(failed.message)}${exhausted}`,
        hint: hintFor(object, kind),
        evidence: [showsCondition(object, failed), ...(failed === ready ? [] : [showsCondition(object, ready)])],
        dueTo: dueTo(facts, object, kind?.variant, failed),
        ...(kind?.role === "symptom" ? { causeIn: causeIn(facts, object, kind.variant) } : {}),
        ...(running ? { transient: true } : {}),
        since: ready.since,
    };
}

/** Ready may only say that retries are exhausted; Released, TestSuccess and Remediated say of what. */
function detailOf(object: KubeObject, ready: Condition): Condition {
    if (
        !/RetriesExceeded|Stalled|exhausted|Failed to (?:install|upgrade|perform)/.test(
            `${ready.type} ${ready.reason} ${ready.message}`,
        )
    )
        return ready;
    const others = ["Released", "TestSuccess", "Remediated"].map((type) => condition(object, type));
    return others.find((each) => each?.status === "False" && each.message !== "") ?? ready;
}

/** `, chart web@1.1.0`, where the message names it. */
function chartIn(message: string): string {
    const chart = / with chart ([^\s:]+): /.exec(message)?.[1];
    return chart === undefined ? "" : `, chart ${chart}`;
}

function hintFor(object: KubeObject, kind: ReleaseKind | undefined): string {
    const name = text(object.body, "spec", "releaseName") ?? object.ref.name;
    const namespace = text(object.body, "spec", "targetNamespace") ?? object.ref.namespace;
    const fix = (kind?.explanation.fix ?? "Follow the message.")
        .replaceAll("RELEASE", name)
        .replaceAll("NAMESPACE", namespace ?? "");
    return `${fix} Then: ${fluxCommand("reconcile", object.ref)} --reset`;
}

function dueTo(facts: Facts, object: KubeObject, variant: string | undefined, failed: Condition): readonly Cause[] {
    return nearby(facts, causesOf(facts, object, variant, failed));
}

function causesOf(facts: Facts, object: KubeObject, variant: string | undefined, failed: Condition): readonly Cause[] {
    const needs = facts.needs(object.ref);
    const said = objectsNamed(facts, failed.message).map((ref) => because("manages", ref));
    const made = needs.filter(
        (need) => need.relation === "manages" && !said.some((each) => objectKey(each.ref) === objectKey(need.ref)),
    );
    switch (variant) {
        case "dependency": {
            const name = /dependency '([^']+)'/.exec(failed.message)?.[1];
            const called = (need: Cause) => `${need.ref.namespace}/${need.ref.name}` === name;
            const awaited = needs.filter((need) => need.relation === "depends-on");
            return awaited.toSorted((a, b) => Number(called(b)) - Number(called(a)));
        }
        case "source":
            return nearby(
                facts,
                needs.filter((need) => need.relation === "source-of"),
            );
        case "values":
            return needs.filter((need) => need.relation === "reads-secret" || need.relation === "reads-config");
        case "timeout":
        case "hook":
        case "test":
            return [...said, ...made, ...podsOfTarget(facts, object)];
        case "webhook":
            return webhooksCalled(facts, failed.message);
        default:
            return variant === undefined ? [...said, ...needs, ...podsOfTarget(facts, object)] : [];
    }
}

/** Objects of the release that carry no marks (plain folders, hooks): the unwell pods that are named after it in its namespace. */
function podsOfTarget(facts: Facts, object: KubeObject): readonly Cause[] {
    if (facts.releasedBy(object.ref).length > 0) return [];
    const namespace = text(object.body, "spec", "targetNamespace") ?? object.ref.namespace;
    const name = text(object.body, "spec", "releaseName") ?? object.ref.name;
    return facts.pods
        .filter((pod) => pod.namespace === namespace && !pod.ready && !pod.done && pod.name.startsWith(name))
        .map((pod) => because("manages", pod.blamed));
}

function causeIn(facts: Facts, object: KubeObject, variant: string) {
    const namespace = text(object.body, "spec", "targetNamespace") ?? object.ref.namespace;
    if (variant === "source") return [facts.scope("HelmChart"), facts.scope("HelmRepository"), facts.scope("OCIRepository")];
    if (variant === "dependency") return [facts.scope(HELM_RELEASE)];
    return [facts.scope("Pod", namespace), facts.scope("Deployment", namespace), facts.scope("Job", namespace)];
}
