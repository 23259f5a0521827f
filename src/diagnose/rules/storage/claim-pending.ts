import type { Facts } from "../../facts/facts.ts";
import { text, time } from "../../facts/fields.ts";
import { annotations, type KubeObject, named, refOf } from "../../facts/kube-object.ts";
import { brief, latestEvent } from "../../latest-event.ts";
import type { Cause, Finding, Rule } from "../../rule.ts";
import { because, showsEvent, showsField } from "../../showing.ts";

/** Claims that have no volume and should have one. */
export const claimPending: Rule = {
    id: "storage.claim-pending",
    layer: "kubernetes",
    title: "PersistentVolumeClaim is Pending",
    means: "No volume has been bound to the claim, so the pods that mount it do not start.",
    fix: "`kubectl describe pvc` names what is awaited: a class, a provisioner, a matching volume.",
    source: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding",
    variants: {
        "no-class": {
            title: "Claim without a class, and no default StorageClass",
            means: "The claim names no StorageClass and no class is the default, so nobody makes a volume for it.",
            fix: 'Mark one class as default (annotation storageclass.kubernetes.io/is-default-class: "true") or name a class in the claim.',
        },
        "no-volume": {
            title: "No PersistentVolume matches the claim",
            means: "The claim wants a volume that somebody makes by hand, and none fits in class, size, access mode or selector.",
            fix: "Create a PersistentVolume that fits, or correct the claim.",
        },
        failed: {
            title: "The provisioner cannot make the volume",
            means: "The provisioner was asked and answered with an error.",
            fix: "The error says what is wrong: parameters of the class, credentials or quota of the storage, a node without room.",
        },
    },
    reads: ["PersistentVolumeClaim"],
    mayRead: ["StorageClass.storage.k8s.io", "PersistentVolume", "events", "Pod"],
    check: pendingClaims,
};

function* pendingClaims(facts: Facts): Iterable<Finding> {
    for (const claim of facts.all("PersistentVolumeClaim")) {
        if (text(claim.body, "status", "phase") !== "Pending") continue;
        const storageClass = facts.get("StorageClass.storage.k8s.io", classOf(claim) ?? "");
        if (waitsRightly(facts, claim, storageClass)) continue;
        yield {
            severity: "critical",
            subject: claim.ref,
            since: text(claim.body, "metadata", "creationTimestamp") ?? "",
            ...why(facts, claim),
        };
    }
}

type Why = Pick<Finding, "variant" | "role" | "confidence" | "says" | "hint" | "evidence" | "dueTo" | "causeIn" | "transient">;

function why(facts: Facts, claim: KubeObject): Why {
    const failed = latestEvent(facts, claim.ref, /ProvisioningFailed/);
    const storageClass = classOf(claim);
    if (
        storageClass === undefined &&
        !isDefaulted(facts) &&
        (facts.collected("StorageClass") ||
            /no storage class is set/.test(latestEvent(facts, claim.ref, /no storage class is set/)?.message ?? ""))
    )
        return withoutClass(facts, claim);
    if (failed !== undefined && !/storageclass.*not found/i.test(failed.message)) return provisioningFailed(facts, claim, failed);
    const unmatched = latestEvent(facts, claim.ref, /no persistent volumes available|no volume plugin matched|FailedBinding/);
    if (unmatched !== undefined && isStatic(facts, storageClass)) return unmatchedVolume(facts, claim, unmatched.message);
    const waiting = facts.eventsOf(claim.ref)[0];
    const young = facts.now - (time(claim.body, "metadata", "creationTimestamp") ?? 0) < 60_000;
    return {
        role: "symptom",
        says: `${named(claim.ref)} stays Pending${storageClass === undefined ? "" : ` (StorageClass ${storageClass})`}${waiting === undefined ? "" : `: ${brief(waiting.message)}`}`,
        hint: `kubectl -n ${claim.ref.namespace} describe pvc ${claim.ref.name}`,
        evidence: [showsField(claim, "/status/phase", "phase: Pending"), ...(waiting === undefined ? [] : [showsEvent(waiting)])],
        dueTo: towardsStorage(facts, claim),
        causeIn: [facts.scope("StorageClass"), facts.scope("Pod"), facts.scope("Deployment")],
        ...(young ? { transient: true } : {}),
    };
}

function withoutClass(facts: Facts, claim: KubeObject): Why {
    const classes = facts.all("StorageClass.storage.k8s.io").map((each) => each.ref.name);
    const event = latestEvent(facts, claim.ref, /no storage class is set|FailedBinding/);
    return {
        variant: "no-class",
        role: "cause",
        says: `${named(claim.ref)} names no StorageClass and no class is the default${classes.length === 0 ? " (there is no class at all)" : ` (there are: ${classes.join(", ")})`}`,
        hint: `kubectl annotate storageclass ${classes[0] ?? "NAME"} storageclass.kubernetes.io/is-default-class=true ; or name a class in the claim`,
        evidence: [
            showsField(claim, "/spec", "storageClassName is not set"),
            ...(event === undefined ? [] : [showsEvent(event)]),
        ],
    };
}

function provisioningFailed(facts: Facts, claim: KubeObject, event: NonNullable<ReturnType<typeof latestEvent>>): Why {
    return {
        variant: "failed",
        role: "failure",
        confidence: 0.88,
        says: `${named(claim.ref)} gets no volume: ${brief(event.message)}`,
        hint: `kubectl -n ${claim.ref.namespace} describe pvc ${claim.ref.name}; kubectl get storageclass ${classOf(claim) ?? ""} -o yaml`,
        evidence: [showsEvent(event)],
        dueTo: towardsStorage(facts, claim),
    };
}

function unmatchedVolume(facts: Facts, claim: KubeObject, message: string): Why {
    const size = text(claim.body, "spec", "resources", "requests", "storage");
    const volumes = facts
        .all("PersistentVolume")
        .map((volume) =>
            `${volume.ref.name} ${text(volume.body, "status", "phase") ?? ""} ${text(volume.body, "spec", "capacity", "storage") ?? ""}`.trim(),
        );
    return {
        variant: "no-volume",
        role: "cause",
        confidence: 0.85,
        says: `${named(claim.ref)} wants ${size ?? "a volume"} of class ${classOf(claim) || '""'} and no PersistentVolume matches (${volumes.length === 0 ? "there is none" : `there are: ${volumes.slice(0, 4).join("; ")}`})`,
        hint: `kubectl get pv; create a PersistentVolume that fits ${named(claim.ref)}, or correct its class, size or access modes`,
        evidence: [showsField(claim, "/spec", brief(message))],
        dueTo: towardsStorage(facts, claim).filter((cause) => cause.relation === "bound-to"),
    };
}

function towardsStorage(facts: Facts, claim: KubeObject): readonly Cause[] {
    const storageClass = classOf(claim);
    const volume = text(claim.body, "spec", "volumeName");
    return [
        ...(storageClass
            ? [because("provisioned-by", refOf(facts.cluster, "storage.k8s.io/v1", "StorageClass", storageClass))]
            : []),
        ...(volume ? [because("bound-to", refOf(facts.cluster, "v1", "PersistentVolume", volume))] : []),
        ...facts.needs(claim.ref),
    ];
}

function classOf(claim: KubeObject): string | undefined {
    return text(claim.body, "spec", "storageClassName") ?? annotations(claim)["volume.beta.kubernetes.io/storage-class"];
}

function isDefaulted(facts: Facts): boolean {
    return facts
        .all("StorageClass.storage.k8s.io")
        .some((each) => annotations(each)["storageclass.kubernetes.io/is-default-class"] === "true");
}

/** Nobody makes volumes of this class: it is not there, or says so. */
function isStatic(facts: Facts, name: string | undefined): boolean {
    const found = name === undefined ? undefined : facts.get("StorageClass.storage.k8s.io", name);
    return found === undefined || text(found.body, "provisioner") === "kubernetes.io/no-provisioner";
}

/** WaitForFirstConsumer: nothing is made before a pod that mounts it is placed on a node. */
function waitsRightly(facts: Facts, claim: KubeObject, storageClass: KubeObject | undefined): boolean {
    if (
        annotations(claim)["volume.kubernetes.io/selected-node"] !== undefined ||
        latestEvent(facts, claim.ref, /ProvisioningFailed/) !== undefined
    )
        return false;
    const mode = text(storageClass?.body, "volumeBindingMode");
    return mode === undefined
        ? /^WaitFor(FirstConsumer|PodScheduled)$/.test(facts.eventsOf(claim.ref)[0]?.reason ?? "")
        : mode === "WaitForFirstConsumer";
}
