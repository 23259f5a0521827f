import type { Facts } from "../../facts/facts.ts";
import { text } from "../../facts/fields.ts";
import { type KubeObject, named, namespaceOf, refOf } from "../../facts/kube-object.ts";
import type { Cause, Finding, Rule } from "../../rule.ts";
import { because, showsCondition } from "../../showing.ts";
import { essence } from "./essence.ts";
import { failureOf, fluxCommand } from "./flux-object.ts";

const GROUP = "image.toolkit.fluxcd.io";

/** Flux's image automation that does not see new tags, or cannot write them to Git. */
export const imageAutomation: Rule = {
    id: "gitops.image-automation",
    layer: "gitops",
    title: "Image update cannot be written",
    means: "An ImageUpdateAutomation cannot clone, change or push the Git repository, so new tags are not rolled out. What runs goes on running.",
    fix: "Follow the message; the Git credentials need write access.",
    source: "https://fluxcd.io/flux/components/image/",
    variants: {
        repository: {
            title: "Image repository cannot be scanned",
            means: "The image-reflector-controller does not get the list of tags.",
            fix: "Correct the image's name or the credentials in secretRef.",
        },
        policy: {
            title: "No tag fits the image policy",
            means: "No tag of the repository fits the policy's filter and order.",
            fix: "Correct the policy, or publish a tag that fits.",
        },
    },
    reads: [`ImageRepository.${GROUP}`, `ImagePolicy.${GROUP}`, `ImageUpdateAutomation.${GROUP}`],
    mayRead: ["Secret", "GitRepository.source.toolkit.fluxcd.io"],
    check: failingAutomation,
};

const VARIANTS: Readonly<Record<string, string>> = { ImageRepository: "repository", ImagePolicy: "policy" };

function* failingAutomation(facts: Facts): Iterable<Finding> {
    for (const object of ["ImageRepository", "ImagePolicy", "ImageUpdateAutomation"].flatMap((kind) =>
        facts.all(`${kind}.${GROUP}`),
    )) {
        const failed = failureOf(object);
        if (failed === undefined) continue;
        const variant = VARIANTS[object.ref.kind];
        yield {
            ...(variant === undefined ? {} : { variant }),
            severity: "warning",
            role: failed.reason === "DependencyNotReady" ? "symptom" : "failure",
            subject: object.ref,
            says: `${named(object.ref)} is not ready (${failed.reason}): ${essence(failed.message)}`,
            hint: `kubectl -n ${object.ref.namespace} describe ${object.ref.kind.toLowerCase()} ${object.ref.name}; then ${fluxCommand("reconcile", object.ref)}`,
            evidence: [showsCondition(object, failed)],
            dueTo: dueTo(facts, object),
            since: failed.since,
        };
    }
}

function dueTo(facts: Facts, object: KubeObject): readonly Cause[] {
    const own = namespaceOf(object);
    const secret = text(object.body, "spec", "secretRef", "name");
    const repository = text(object.body, "spec", "imageRepositoryRef", "name");
    const source = text(object.body, "spec", "sourceRef", "name");
    const kind = text(object.body, "spec", "sourceRef", "kind") ?? "GitRepository";
    return [
        ...(secret === undefined ? [] : [because("reads-secret", refOf(facts.cluster, "v1", "Secret", secret, own))]),
        ...(repository === undefined
            ? []
            : [
                  because(
                      "source-of",
                      refOf(
                          facts.cluster,
                          `${GROUP}/v1`,
                          "ImageRepository",
                          repository,
                          text(object.body, "spec", "imageRepositoryRef", "namespace") ?? own,
                      ),
                  ),
              ]),
        ...(source === undefined
            ? []
            : [
                  because(
                      "source-of",
                      refOf(
                          facts.cluster,
                          "source.toolkit.fluxcd.io/v1",
                          kind,
                          source,
                          text(object.body, "spec", "sourceRef", "namespace") ?? own,
                      ),
                  ),
              ]),
    ];
}
