import type { ObjectRef } from "../../../core/evidence-ref.ts";
import type { Facts } from "../../facts/facts.ts";
import { type Condition, type KubeObject, named, objectKey, refOf } from "../../facts/kube-object.ts";
import type { Cause, Explanation, Finding, Rule } from "../../rule.ts";
import { because, showsCondition } from "../../showing.ts";
import { FLUX_KINDS, failureOf } from "./flux-object.ts";

const words = (title: string, means: string, fix: string): Explanation => ({ title, means, fix });

/** Objects that Flux objects refer to and that do not exist: sources, dependencies, Secrets, ConfigMaps, namespaces. */
export const fluxReferenceMissing: Rule = {
    id: "gitops.reference-missing",
    layer: "gitops",
    title: "Something that Flux needs does not exist",
    means: "A Flux object names another object that is not there, so it cannot be reconciled.",
    fix: "Create the object, or correct the reference.",
    source: "https://fluxcd.io/flux/components/",
    variants: {
        source: words(
            "Source does not exist",
            "A Kustomization or HelmRelease takes its manifests from a source that is not there.",
            "Create the source, or correct sourceRef.",
        ),
        dependency: words(
            "Dependency does not exist",
            "`dependsOn` names an object that is not there, so it never becomes ready.",
            "Correct dependsOn, or create the object.",
        ),
        secret: words(
            "Secret that Flux reads does not exist",
            "Credentials, keys or values are taken from a Secret that is not there.",
            "Create the Secret, or correct the reference.",
        ),
        config: words(
            "ConfigMap that Flux reads does not exist",
            "Values or variables are taken from a ConfigMap that is not there.",
            "Create the ConfigMap, or correct the reference.",
        ),
        namespace: words(
            "Namespace does not exist",
            "Objects shall be made in a namespace that is not there.",
            "Create the namespace (for a HelmRelease `install.createNamespace: true`).",
        ),
    },
    reads: Object.values(FLUX_KINDS).flat(),
    mayRead: ["Secret", "ConfigMap", "Namespace"],
    check: missingReferences,
};

function* missingReferences(facts: Facts): Iterable<Finding> {
    const told = new Map<string, { missing: Missing; users: KubeObject[]; failed: Condition }>();
    for (const object of Object.values(FLUX_KINDS).flatMap((kinds) => kinds.flatMap((kind) => facts.all(kind)))) {
        const failed = failureOf(object);
        if (failed === undefined) continue;
        for (const missing of missingOf(facts, object, failed)) {
            const key = objectKey(missing.ref);
            const known = told.get(key);
            if (known === undefined) told.set(key, { missing, users: [object], failed });
            else known.users.push(object);
        }
    }
    for (const { missing, users, failed } of told.values()) {
        const [first] = users;
        if (first === undefined) continue;
        const { ref } = missing;
        yield {
            variant: missing.variant,
            severity: "critical",
            role: "cause",
            subject: ref,
            layer: missing.variant === "namespace" ? "gitops" : facts.layerOf(ref),
            says: `${named(ref)} does not exist, and ${users
                .slice(0, 3)
                .map((each) => named(each.ref))
                .join(
                    ", ",
                )}${users.length > 3 ? ` and ${users.length - 3} more` : ""} ${users.length === 1 ? "needs" : "need"} it`,
            hint: `create ${named(ref)}, or correct the reference: kubectl -n ${first.ref.namespace} edit ${first.ref.kind.toLowerCase()} ${first.ref.name}`,
            evidence: [showsCondition(first, failed)],
            dueTo: facts
                .makersOf(ref)
                .filter((maker) => !users.includes(maker))
                .map((maker) => because("manages", maker.ref, ["gitops"])),
            since: failed.since,
        };
    }
}

interface Missing {
    readonly ref: ObjectRef;
    readonly variant: string;
}

function missingOf(facts: Facts, object: KubeObject, failed: Condition): readonly Missing[] {
    const needed = facts.needs(object.ref).flatMap((cause): readonly Missing[] => {
        const variant = variantOf(cause);
        const { ref } = cause;
        if (variant === undefined || facts.find(ref) !== undefined) return [];
        const group = ref.apiVersion.includes("/") ? `.${ref.apiVersion.split("/")[0]}` : "";
        const said = isSaid(failed.message, ref);
        return said || (facts.absent(`${ref.kind}${group}`, ref.name, ref.namespace) && isAbout(variant, failed))
            ? [{ ref, variant }]
            : [];
    });
    const namespace = /namespaces? "([^"]+)" not found/.exec(failed.message)?.[1];
    return namespace === undefined
        ? needed
        : [...needed, { ref: refOf(facts.cluster, "v1", "Namespace", namespace), variant: "namespace" }];
}

function variantOf({ relation, ref }: Cause): string | undefined {
    if (relation === "source-of") return "source";
    if (relation === "depends-on") return "dependency";
    if (relation === "reads-secret") return "secret";
    return relation === "reads-config" ? (ref.kind === "Secret" ? "secret" : "config") : undefined;
}

/** `secrets "x" not found`, `Secret 'ns/x' not found`, `unable to get 'ns/x' dependency: … not found`. */
function isSaid(message: string, ref: ObjectRef): boolean {
    return /not found|does not exist|could not find/i.test(message) && new RegExp(`["'/]${ref.name}["']`).test(message);
}

/** An optional reference may be missing: only when the failure is of that kind is it the reason. */
function isAbout(variant: string, failed: Condition): boolean {
    const told = `${failed.reason} ${failed.message}`;
    if (variant === "source") return /source|artifact|chart/i.test(told);
    if (variant === "dependency") return /depend/i.test(told);
    return /secret|values|decrypt|auth|substitut|ConfigMap/i.test(told);
}
