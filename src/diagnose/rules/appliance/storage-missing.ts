import type { Expectation } from "../../../spec/expectation.ts";
import type { Facts } from "../../facts/facts.ts";
import { text } from "../../facts/fields.ts";
import { named, refOf } from "../../facts/kube-object.ts";
import type { Cause, Finding, Rule } from "../../rule.ts";
import { because, showsField } from "../../showing.ts";
import { expectedOf } from "./expected.ts";
import { chainOf } from "./flux.ts";

/** The storage of the appliance: its StorageClass and the provisioner behind it. */
export const storageMissing: Rule = {
    id: "appliance.storage-missing",
    layer: "kubernetes",
    title: "The appliance's storage is not installed",
    means: "All data of the appliance lies on the StorageClass local-path, whose provisioner is a Deployment of its own. Without one of them no volume is made.",
    fix: "Install the local-path provisioner again: reconcile Kustomization alga-platform.",
    source: "Alga appliance, ee/appliance/manifests/local-path-storage.yaml (profile `appliance`, expect.storageClass)",
    variants: {
        class: {
            title: "The appliance's StorageClass is missing",
            means: "Claims name a class that is not there.",
            fix: "Reconcile Kustomization alga-platform.",
        },
        provisioner: {
            title: "The class has another provisioner",
            means: "Somebody replaced the class; volumes come from elsewhere than the appliance backs up.",
            fix: "Delete the class and reconcile Kustomization alga-platform.",
        },
        deployment: {
            title: "The provisioner is not installed",
            means: "The class is there and nobody makes its volumes.",
            fix: "Reconcile Kustomization alga-platform.",
        },
    },
    reads: ["StorageClass.storage.k8s.io", "Deployment.apps"],
    mayRead: ["Namespace", "ConfigMap", "HelmRelease.helm.toolkit.fluxcd.io"],
    check: storageParts,
};

function* storageParts(facts: Facts): Iterable<Finding> {
    const expected = expectedOf(facts);
    if (expected === undefined) return;
    const wanted = expected.storageClass;
    const found = facts.get("StorageClass", wanted.name);
    const ref = refOf(facts.cluster, "storage.k8s.io/v1", "StorageClass", wanted.name);
    if (facts.absent("StorageClass", wanted.name) && isUsed(facts, wanted.name))
        yield {
            variant: "class",
            severity: "critical",
            role: "failure",
            subject: ref,
            says: `${named(ref)}, on which all data of the appliance lies, does not exist (there are: ${names(facts)})`,
            hint: reconcile(expected),
            evidence: [],
            dueTo: chainOf(facts, expected),
        };
    const provisioner = text(found?.body, "provisioner");
    if (found !== undefined && provisioner !== undefined && provisioner !== wanted.provisioner)
        yield {
            variant: "provisioner",
            severity: "warning",
            role: "cause",
            subject: ref,
            says: `${named(ref)} has the provisioner ${provisioner}, and the appliance's is ${wanted.provisioner}`,
            hint: `kubectl delete storageclass ${wanted.name}; ${reconcile(expected)}`,
            evidence: [showsField(found, "/provisioner", `provisioner: ${provisioner}`)],
        };
    if (provisioner === wanted.provisioner && facts.absent("Deployment", wanted.deployment, wanted.namespace)) {
        const subject = refOf(facts.cluster, "apps/v1", "Deployment", wanted.deployment, wanted.namespace);
        yield {
            variant: "deployment",
            severity: "critical",
            role: "cause",
            subject,
            says: `${named(subject)}, the provisioner of ${named(ref)}, does not exist, so no volume is made`,
            hint: reconcile(expected),
            evidence: found === undefined ? [] : [showsField(found, "/provisioner", `provisioner: ${provisioner}`)],
            dueTo: chainOf(facts, expected),
            affects: waitingFor(facts, wanted.name),
        };
    }
}

function reconcile({ kustomizations }: Expectation): string {
    const [platform] = kustomizations;
    return `flux -n ${platform?.namespace} reconcile kustomization ${platform?.name} --with-source`;
}

/** The class, the claims that wait for a volume of it and the workloads that mount them: their own rules name the same lack less exactly. */
function waitingFor(facts: Facts, storageClass: string): readonly Cause[] {
    const claims = facts
        .all("PersistentVolumeClaim")
        .filter((claim) => text(claim.body, "spec", "storageClassName") === storageClass)
        .filter((claim) => text(claim.body, "status", "phase") === "Pending")
        .map((claim) => claim.ref);
    const pods = claims.flatMap((claim) => facts.podsOf(claim)).map((pod) => pod.blamed);
    return [refOf(facts.cluster, "storage.k8s.io/v1", "StorageClass", storageClass), ...claims, ...pods].map((ref) =>
        because("provisioned-by", ref, ["storage", "kubernetes.scheduling"]),
    );
}

function names(facts: Facts): string {
    return (
        facts
            .all("StorageClass")
            .map((each) => each.ref.name)
            .join(", ") || "none"
    );
}

function isUsed(facts: Facts, storageClass: string): boolean {
    return facts.all("PersistentVolumeClaim").some((claim) => text(claim.body, "spec", "storageClassName") === storageClass);
}
