import type { Facts } from "../../facts/facts.ts";
import { text } from "../../facts/fields.ts";
import { annotations, type KubeObject, named, refOf } from "../../facts/kube-object.ts";
import { brief } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsField } from "../../showing.ts";

/** Volumes and claims whose phase says that data cannot be reached. */
export const volumeState: Rule = {
    id: "storage.volume-state",
    layer: "kubernetes",
    title: "PersistentVolume or claim is in a bad phase",
    means: "The volume and the claim do not belong together any more, or the volume could not be reclaimed.",
    fix: "Look at the volume's claimRef and status.",
    source: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#phase",
    variants: {
        failed: {
            title: "PersistentVolume Failed",
            means: "The volume could not be reclaimed or is broken; its message says why.",
            fix: "Mend what the message says, then delete the volume or its claimRef.",
        },
        released: {
            title: "PersistentVolume Released and wanted again",
            means: "The volume still belongs to a claim that was deleted; the new claim of that name cannot have it.",
            fix: '`kubectl patch pv NAME --type json -p \'[{"op":"remove","path":"/spec/claimRef"}]\'` after making sure of the data.',
        },
        lost: {
            title: "PersistentVolumeClaim Lost",
            means: "The volume the claim was bound to does not exist any more.",
            fix: "Bring the PersistentVolume back (its data may still exist), or recreate the claim and restore the data.",
        },
    },
    reads: ["PersistentVolume", "PersistentVolumeClaim"],
    check: badPhases,
};

function* badPhases(facts: Facts): Iterable<Finding> {
    for (const volume of facts.all("PersistentVolume")) yield* volumePhase(facts, volume);
    for (const claim of facts.all("PersistentVolumeClaim"))
        if (text(claim.body, "status", "phase") === "Lost") yield lost(facts, claim);
}

function* volumePhase(facts: Facts, volume: KubeObject): Iterable<Finding> {
    const phase = text(volume.body, "status", "phase");
    const [namespace, name] = [text(volume.body, "spec", "claimRef", "namespace"), text(volume.body, "spec", "claimRef", "name")];
    const message = text(volume.body, "status", "message") ?? text(volume.body, "status", "reason") ?? "";
    const claim = name === undefined ? undefined : facts.get("PersistentVolumeClaim", name, namespace);
    const wanted = claim !== undefined && text(claim.body, "status", "phase") !== "Bound";
    const common = {
        subject: volume.ref,
        evidence: [showsField(volume, "/status/phase", `phase: ${phase}${message === "" ? "" : ` (${message})`}`)],
        hint: `kubectl describe pv ${volume.ref.name}`,
    };
    if (phase === "Failed")
        yield {
            ...common,
            variant: "failed",
            severity: wanted ? "critical" : "info",
            role: "cause",
            says: `${named(volume.ref)} has failed${message === "" ? "" : `: ${brief(message)}`}`,
        };
    if (phase === "Released" && wanted) yield released(volume, claim, common);
}

/** A claim that a provisioner serves gets a new volume and does not wait for the old one. */
function released(volume: KubeObject, claim: KubeObject, common: Pick<Finding, "subject" | "evidence">): Finding {
    const inTheWay =
        annotations(volume)["pv.kubernetes.io/provisioned-by"] === undefined ||
        text(claim.body, "spec", "volumeName") === volume.ref.name;
    return {
        ...common,
        variant: "released",
        severity: inTheWay ? "critical" : "info",
        role: "cause",
        says: inTheWay
            ? `${named(volume.ref)} still belongs to a deleted claim, so the new ${named(claim.ref)} cannot have it`
            : `${named(volume.ref)} still holds the data of a deleted claim that was called like ${named(claim.ref)}`,
        hint: `kubectl patch pv ${volume.ref.name} --type json -p '[{"op":"remove","path":"/spec/claimRef"}]' after making sure of the data`,
        ...(inTheWay ? { affects: [because("bound-to", claim.ref, ["storage.claim-pending"])] } : {}),
    };
}

function lost(facts: Facts, claim: KubeObject): Finding {
    const volume = text(claim.body, "spec", "volumeName") ?? "";
    return {
        variant: "lost",
        severity: "critical",
        role: "cause",
        subject: claim.ref,
        says: `${named(claim.ref)} has lost its volume: PersistentVolume ${volume} does not exist any more`,
        hint: `kubectl get pv ${volume}; recreate the PersistentVolume, or the claim and restore its data`,
        evidence: [showsField(claim, "/status/phase", "phase: Lost")],
        dueTo:
            volume === ""
                ? []
                : [{ ...because("bound-to", refOf(facts.cluster, "v1", "PersistentVolume", volume)), direct: true }],
    };
}
