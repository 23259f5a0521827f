import type { Facts } from "../../facts/facts.ts";
import { text } from "../../facts/fields.ts";
import { type Condition, condition, type KubeObject, named, objectKey } from "../../facts/kube-object.ts";
import { nearby } from "../../facts/nearby.ts";
import { objectsNamed } from "../../facts/objects-named.ts";
import { webhooksCalled } from "../../facts/webhooks-called.ts";
import type { Cause, Explanation, Finding, Role, Rule } from "../../rule.ts";
import { because, showsCondition } from "../../showing.ts";
import { APPLY_PATTERNS } from "./apply-words.ts";
import { essence } from "./essence.ts";
import { controllerOf, failureOf, fluxCommand, KUSTOMIZATION } from "./flux-object.ts";

interface Kind {
    readonly variant: string;
    readonly role: Role;
    readonly pattern: RegExp;
    readonly explanation: Explanation;
}

const row = (variant: string, role: Role, pattern: RegExp, title: string, means: string, fix: string): Kind => ({
    variant,
    role,
    pattern,
    explanation: { title, means, fix },
});

/** Matched on `Reason: message`. Sources: fluxcd/pkg/apis/meta/conditions.go, kustomize-controller internal/controller/kustomization_controller.go. */
const KINDS: readonly Kind[] = [
    row(
        "dependency",
        "symptom",
        /^DependencyNotReady|dependency '[^']*' is not ready/,
        "Kustomization waits for its dependency",
        "An object in spec.dependsOn is not ready, so this one is not applied.",
        "Mend the dependency; this one follows by itself.",
    ),
    row(
        "path",
        "cause",
        /kustomization path not found/i,
        "Kustomization's path is not in its source",
        "The source was fetched, and has no folder where spec.path says.",
        "Correct spec.path, or put the folder into the repository (the right branch of it).",
    ),
    row(
        "source",
        "symptom",
        /^(?:ArtifactFailed|SourceNotReady)|source artifact not found|source is not ready|failed to download archive|artifact not found/i,
        "Kustomization does not get its source",
        "The source is not ready, or the source-controller does not give its artifact.",
        "Mend the source; this one follows by itself.",
    ),
    row(
        "health-check",
        "symptom",
        /^HealthCheckFailed|health check (?:failed|timed out)|timeout waiting for|stalled resources/i,
        "Objects of the Kustomization do not become healthy",
        "Everything was applied, and the objects that are named did not become ready in time.",
        "Mend the objects that are named.",
    ),
    row(
        "decryption",
        "failure",
        /decrypt|sops|no key could|age: /i,
        "Encrypted manifests cannot be read",
        "The key in the Secret of spec.decryption does not fit what the file was encrypted for, or is missing.",
        "Put the right key into the Secret of spec.decryption.secretRef.",
    ),
    row(
        "substitution",
        "cause",
        /post ?build|substitut|envsubst|variable not set|missing closing brace|bad substitution/i,
        "Variables cannot be put in",
        "spec.postBuild names a variable that has no value, or the manifest has a malformed placeholder.",
        "Give the variable a value in postBuild.substitute or substituteFrom, or escape the placeholder with a second $.",
    ),
    row(
        "build",
        "cause",
        /^BuildFailed|kustomize build failed|accumulating resources|failed to decode Kubernetes YAML|missing metadata\.name|kustomization path not found|no such file or directory/i,
        "Kustomize build fails",
        "The manifests cannot be put together: a path or file is missing, a patch has no target, or YAML is malformed.",
        "Correct the file that is named in the repository; `kustomize build PATH` shows it locally.",
    ),
    row(
        "prune",
        "failure",
        /^PruneFailed|prune failed|failed to prune/i,
        "Objects that were removed cannot be deleted",
        "An object that is no longer in the source is not deleted: a finalizer, a webhook or a permission.",
        "Look at the object that is named.",
    ),
    ...APPLY_PATTERNS,
];

/** Kustomizations that are not ready, by what keeps them. */
export const kustomization: Rule = {
    id: "gitops.kustomization",
    layer: "gitops",
    title: "Kustomization is not applied",
    means: "The kustomize-controller could not bring the cluster to the state of the source.",
    fix: "Follow the controller's message that is quoted.",
    source: "https://fluxcd.io/flux/components/kustomize/kustomizations/#conditions",
    variants: Object.fromEntries(KINDS.map((each) => [each.variant, each.explanation])),
    reads: [KUSTOMIZATION],
    mayRead: ["Deployment.apps", "Secret", "ConfigMap", "events"],
    check: failingKustomizations,
};

function* failingKustomizations(facts: Facts): Iterable<Finding> {
    for (const object of facts.all(KUSTOMIZATION)) {
        const failed = failureOf(object);
        if (failed === undefined) continue;
        const kind = KINDS.find((each) => each.pattern.test(`${failed.reason}: ${failed.message}`));
        const running = failed.reason === "Progressing" || failed.reason === "ProgressingWithRetry";
        yield {
            ...(kind === undefined ? {} : { variant: kind.variant }),
            severity: "critical",
            role: kind?.role ?? (running ? "symptom" : "failure"),
            subject: object.ref,
            says: `${named(object.ref)} is not ready (${failed.reason}): ${essence(failed.message)}`,
            hint: hintFor(object, kind),
            evidence: [showsCondition(object, failed), ...healthEvidence(object)],
            dueTo: dueTo(facts, object, kind?.variant, failed),
            ...(kind?.role === "symptom" ? { causeIn: causeIn(facts, kind.variant) } : {}),
            ...(running ? { transient: true } : {}),
            since: failed.since,
        };
    }
}

function healthEvidence(object: KubeObject) {
    const healthy = condition(object, "Healthy");
    return healthy?.status === "False" ? [showsCondition(object, healthy)] : [];
}

function hintFor(object: KubeObject, kind: Kind | undefined): string {
    const path = text(object.body, "spec", "path");
    const inPath = kind?.variant === "build" && path !== undefined ? ` (spec.path ${path})` : "";
    return `${kind?.explanation.fix ?? "Follow the message."}${inPath} Then: ${fluxCommand("reconcile", object.ref)}`;
}

function dueTo(facts: Facts, object: KubeObject, variant: string | undefined, failed: Condition): readonly Cause[] {
    return nearby(facts, causesOf(facts, object, variant, failed));
}

function causesOf(facts: Facts, object: KubeObject, variant: string | undefined, failed: Condition): readonly Cause[] {
    const needs = facts.needs(object.ref);
    const said = objectsNamed(facts, failed.message).map((ref) => because("manages", ref));
    switch (variant) {
        case "dependency": {
            const named = /dependency '([^']+)'/.exec(failed.message)?.[1];
            const awaited = needs.filter((need) => need.relation === "depends-on");
            return awaited.toSorted((a, b) => Number(isCalled(b, named)) - Number(isCalled(a, named)));
        }
        case "source":
            return [
                ...nearby(
                    facts,
                    needs.filter((need) => need.relation === "source-of"),
                ),
                because("served-by", controllerOf(facts, "source-controller")),
            ];
        case "health-check":
        case "prune":
            return [
                ...said,
                ...needs.filter(
                    (need) => need.relation === "manages" && !said.some((each) => objectKey(each.ref) === objectKey(need.ref)),
                ),
            ];
        case "decryption":
        case "substitution":
            return needs.filter((need) => need.relation === "reads-secret" || need.relation === "reads-config");
        case "webhook":
            return webhooksCalled(facts, failed.message);
        default:
            return variant === undefined ? [...said, ...needs] : [];
    }
}

function isCalled(need: Cause, name: string | undefined): boolean {
    return `${need.ref.namespace}/${need.ref.name}` === name || need.ref.name === name;
}

function causeIn(facts: Facts, variant: string) {
    if (variant === "source") return [facts.scope("OCIRepository"), facts.scope("GitRepository"), facts.scope("Bucket")];
    if (variant === "dependency") return [facts.scope(KUSTOMIZATION)];
    return [facts.scope("Pod"), facts.scope(HELM)];
}

const HELM = "HelmRelease.helm.toolkit.fluxcd.io";
