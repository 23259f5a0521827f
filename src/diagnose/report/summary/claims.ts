import type { Facts } from "../../facts/facts.ts";
import { list, number, text } from "../../facts/fields.ts";
import { annotations, type KubeObject, named, namespaceOf } from "../../facts/kube-object.ts";
import { bytes, within } from "../wording.ts";
import { shareTone } from "./share-tone.ts";
import type { ClaimSummary, ClassSummary, Gauge, Link, VolumeSummary } from "./summary.ts";

type Ranked<T> = T & { readonly trouble: number };

/** Each claim with the way to what provides it: claim → volume → class. */
export function claimsOf(facts: Facts): Ranked<ClaimSummary>[] {
    const fills = fillsOf(facts);
    return facts.all("PersistentVolumeClaim.").map((claim) => {
        const fill = fills.get(`${namespaceOf(claim)}/${claim.ref.name}`);
        const waits = waitsForConsumer(facts, claim);
        const links = [claimLink(claim, waits), volumeLink(facts, claim, waits), classLink(facts, claim)];
        const bad = links.filter(({ tone }) => tone === "bad").length;
        return {
            name: `${within(facts.cluster)}${namespaceOf(claim)}/${claim.ref.name}`,
            links,
            ...(fill === undefined ? {} : { fill }),
            usedBy: [...new Set(facts.podsOf(claim.ref).map((pod) => named(pod.blamed)))].slice(0, 4),
            tone: bad > 0 || fill?.tone === "bad" ? "bad" : "good",
            trouble: bad * 2 + (fill?.share ?? 0),
        };
    });
}

/** Of a class that makes volumes only when a pod wants them, and none does: that is no fault. */
function waitsForConsumer(facts: Facts, claim: KubeObject): boolean {
    const name = text(claim.body, "spec", "storageClassName");
    const storageClass = name === undefined ? undefined : facts.get("StorageClass.storage.k8s.io", name);
    const late = text(storageClass?.body, "volumeBindingMode") === "WaitForFirstConsumer";
    return late && facts.podsOf(claim.ref).length === 0;
}

function claimLink(claim: KubeObject, waits: boolean): Link {
    const phase = text(claim.body, "status", "phase") ?? "phase unknown";
    const size =
        text(claim.body, "status", "capacity", "storage") ?? text(claim.body, "spec", "resources", "requests", "storage");
    return {
        kind: "PersistentVolumeClaim",
        name: phase,
        says: [size, waits && phase === "Pending" ? "waits for a first consumer" : undefined]
            .filter((each) => each !== undefined)
            .join(" · "),
        tone: phase === "Bound" ? "good" : waits ? "plain" : "bad",
    };
}

function volumeLink(facts: Facts, claim: KubeObject, waits: boolean): Link {
    const kind = "PersistentVolume";
    const name = text(claim.body, "spec", "volumeName");
    if (name === undefined) return { kind, name: "none yet", says: "", tone: waits ? "plain" : "bad" };
    const phase = text(facts.get("PersistentVolume.", name)?.body, "status", "phase");
    if (phase !== undefined) return { kind, name, says: phase, tone: phase === "Bound" ? "good" : "bad" };
    return facts.absent("PersistentVolume", name)
        ? { kind, name, says: "does not exist", tone: "bad" }
        : { kind, name, says: "not collected", tone: "plain" };
}

function classLink(facts: Facts, claim: KubeObject): Link {
    const kind = "StorageClass";
    const name = text(claim.body, "spec", "storageClassName");
    if (name === undefined) return { kind, name: "no class", says: "", tone: "plain" };
    const provisioner = text(facts.get("StorageClass.storage.k8s.io", name)?.body, "provisioner");
    if (provisioner !== undefined) return { kind, name, says: provisioner, tone: "good" };
    return facts.absent("StorageClass.storage.k8s.io", name)
        ? { kind, name, says: "does not exist", tone: "bad" }
        : { kind, name, says: "not collected", tone: "plain" };
}

/** How full each claim's file system is, as the kubelets say. Source: k8s.io/kubelet stats/v1alpha1, VolumeStats. */
function fillsOf(facts: Facts): ReadonlyMap<string, Gauge> {
    const fills = new Map<string, Gauge>();
    for (const path of facts.apiPaths.filter((each) => each.endsWith("stats-summary.yaml")))
        for (const volume of list(facts.api(path), "pods").flatMap((pod) => list(pod, "volume"))) {
            const gauge = fillOf(volume);
            const name = text(volume, "pvcRef", "name");
            if (gauge !== undefined && name !== undefined)
                fills.set(`${text(volume, "pvcRef", "namespace") ?? ""}/${name}`, gauge);
        }
    return fills;
}

function fillOf(volume: unknown): Gauge | undefined {
    const capacity = number(volume, "capacityBytes");
    const available = number(volume, "availableBytes");
    const used = number(volume, "usedBytes");
    if (capacity === undefined || available === undefined || capacity === 0) return undefined;
    const share = (capacity - available) / capacity;
    const own = used === undefined ? "" : `${bytes(used)} in it, `;
    return { name: "fill", share, says: `${own}${bytes(available)} of ${bytes(capacity)} free`, tone: shareTone(share) };
}

/** Volumes that are bound to no claim, and those that failed. */
export function volumesOf(facts: Facts): Ranked<VolumeSummary>[] {
    return facts.all("PersistentVolume.").flatMap((volume) => {
        const phase = text(volume.body, "status", "phase") ?? "phase unknown";
        if (phase === "Bound") return [];
        const claim = text(volume.body, "spec", "claimRef", "name");
        const was = claim === undefined ? "" : ` · was of ${text(volume.body, "spec", "claimRef", "namespace") ?? ""}/${claim}`;
        const size = text(volume.body, "spec", "capacity", "storage") ?? "";
        const bad = phase === "Failed";
        return [
            {
                name: `${within(facts.cluster)}${volume.ref.name}`,
                says: `${phase}${size === "" ? "" : ` · ${size}`}${was}`,
                tone: bad ? "bad" : "plain",
                trouble: bad ? 1 : 0,
            },
        ];
    });
}

/** The classes and how many claims name each. */
export function classesOf(facts: Facts): Ranked<ClassSummary>[] {
    const claims = facts.all("PersistentVolumeClaim.");
    return facts.all("StorageClass.storage.k8s.io").map((each) => ({
        name: `${within(facts.cluster)}${each.ref.name}`,
        provisioner: text(each.body, "provisioner") ?? "",
        isDefault: annotations(each)["storageclass.kubernetes.io/is-default-class"] === "true",
        claims: claims.filter((claim) => text(claim.body, "spec", "storageClassName") === each.ref.name).length,
        trouble: 0,
    }));
}
