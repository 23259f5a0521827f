import type { ObjectRef } from "../../../core/evidence-ref.ts";
import { unwell } from "../../among-pods.ts";
import type { EventFact } from "../../facts/event-fact.ts";
import type { Facts } from "../../facts/facts.ts";
import { text } from "../../facts/fields.ts";
import { named, refOf } from "../../facts/kube-object.ts";
import type { PodFact } from "../../facts/pod-fact.ts";
import { brief, latestEvent, sinceEvent } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsEvent } from "../../showing.ts";

/** Volumes that cannot be attached to the node or mounted into the pod. */
export const attach: Rule = {
    id: "storage.attach",
    layer: "kubernetes",
    title: "Volume cannot be attached or mounted",
    means: "The pod has a node and its volume does not get there, so its containers are not started.",
    fix: "The event of the pod says who refuses: the storage, the CSI driver, the file system, another node that still holds the volume.",
    source: "https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/events/event.go",
    variants: {
        multi: {
            title: "The volume is still attached elsewhere",
            means: "A ReadWriteOnce volume is held by another node, mostly one that is down, or by another pod that still uses it.",
            fix: "Stop the other pod. When the node is gone for good, delete it (or taint it node.kubernetes.io/out-of-service) so that the volume is detached.",
        },
        driver: {
            title: "The CSI driver is not on the node",
            means: "The volume needs a CSI driver that has not registered with this node's kubelet.",
            fix: "Make the driver's DaemonSet run on the node.",
        },
        filesystem: {
            title: "The file system cannot be mounted",
            means: "The device is there and the file system on it is damaged, of another type, or the server refuses it.",
            fix: "Check the volume (fsck) on the node or restore it; for NFS check the export and the network.",
        },
        subpath: {
            title: "The subPath cannot be prepared",
            means: "The directory of the volume that the container mounts does not exist or cannot be made.",
            fix: "Create the directory in the volume, or correct subPath.",
        },
    },
    reads: ["Pod", "events"],
    mayRead: ["PersistentVolumeClaim", "PersistentVolume", "Node", "VolumeAttachment.storage.k8s.io"],
    check: unattached,
};

/** The kubelet's own words about references that are missing: rules of the application layer name those. */
const REFERENCE = /(secret|configmap|references non-existent|object ".*" not registered)/i;

/** The first attempts of a young pod often fail and are repeated. */
const STARTING_MS = 120_000;

function* unattached(facts: Facts): Iterable<Finding> {
    for (const pod of unwell(facts)) {
        const event = latestEvent(facts, pod.ref, /^(FailedAttachVolume|FailedMount|FailedMapVolume)|failed to prepare subPath/);
        if (event === undefined || pod.node === "" || pod.containers.some((container) => container.state === "running")) continue;
        const found = classify(facts, pod, event);
        if (found !== undefined)
            yield {
                severity: "critical",
                evidence: [showsEvent(event)],
                ...found,
                ...sinceEvent(event),
                ...(pod.ageMs < STARTING_MS ? { transient: true } : {}),
            };
    }
}

type Found = Pick<Finding, "variant" | "role" | "confidence" | "subject" | "says" | "hint" | "dueTo" | "causeIn">;

/** A volume that is no claim: hostPath, nfs, csi of the pod itself. */
function withoutClaim(pod: PodFact, message: string): Found {
    return {
        role: "cause",
        confidence: 0.85,
        subject: pod.blamed,
        says: `${named(pod.blamed)}: pod ${pod.name} cannot mount a volume on node ${pod.node}: ${errorIn(message)}`,
        hint: `kubectl -n ${pod.namespace} describe pod ${pod.name}; correct spec.volumes of ${named(pod.blamed)}`,
    };
}

function classify(facts: Facts, pod: PodFact, event: EventFact): Found | undefined {
    const { message } = event;
    const claim = claimOf(facts, pod, message);
    const where = `pod ${pod.namespace}/${pod.name}`;
    if (/Multi-Attach|already (exclusively )?attached|already used by pod/i.test(message))
        return multiAttach(facts, pod, message, claim);
    const driver = /driver name (\S+) not found|csi driver (\S+) not|no CSI driver ["']?([\w.-]+)/i.exec(message);
    if (driver) return missingDriver(facts, pod, driver[1] ?? driver[2] ?? driver[3] ?? "");
    if (/subPath/i.test(message))
        return {
            variant: "subpath",
            role: "cause",
            subject: pod.blamed,
            says: `${named(pod.blamed)}: ${where} cannot start: ${brief(message)}`,
            hint: `kubectl -n ${pod.namespace} describe pod ${pod.name}; correct volumeMounts.subPath or create the directory in ${named(claim)}`,
        };
    if (REFERENCE.test(message) && !/rpc error/.test(message)) return undefined;
    if (claim === pod.blamed && !/timed out waiting for the condition/.test(message)) return withoutClaim(pod, message);
    if (
        /exit status|wrong fs type|superblock|fsck|structure needs cleaning|access denied by server|Connection timed out|No such device|special device .* does not exist|stale file handle|bad option/i.test(
            message,
        )
    ) {
        const subject = exportedBy(facts, claim) ?? claim;
        return {
            variant: "filesystem",
            role: "cause",
            subject,
            says: `${named(subject)} cannot be mounted into ${where} on node ${pod.node}: ${errorIn(message)}`,
            hint: `kubectl -n ${pod.namespace} describe pod ${pod.name}; check the file system or export behind ${named(subject)}`,
            dueTo: facts.needs(claim),
        };
    }
    if (/timed out waiting for the condition|unmounted volumes/i.test(message) && !/rpc error/.test(message))
        return {
            role: "symptom",
            subject: pod.blamed,
            says: `${named(pod.blamed)}: ${where} waits for its volumes: ${brief(message)}`,
            hint: `kubectl -n ${pod.namespace} describe pod ${pod.name}`,
            dueTo: facts.needs(pod.ref),
            causeIn: [facts.scope("PersistentVolumeClaim", pod.namespace)],
        };
    return {
        role: "failure",
        subject: claim,
        says: `${named(claim)} cannot be attached for ${where} on node ${pod.node}: ${errorIn(message)}`,
        hint: `kubectl -n ${pod.namespace} describe pod ${pod.name}; kubectl get volumeattachments`,
        dueTo: facts.needs(claim),
    };
}

/** The PersistentVolume of a claim that names a server and a path by itself: that is what one corrects. */
function exportedBy(facts: Facts, claim: ObjectRef): ObjectRef | undefined {
    const name = text(facts.find(claim)?.body, "spec", "volumeName");
    const volume = name === undefined ? undefined : facts.get("PersistentVolume", name);
    return volume !== undefined && text(volume.body, "spec", "nfs", "path") !== undefined ? volume.ref : undefined;
}

function multiAttach(facts: Facts, pod: PodFact, message: string, claim: ObjectRef): Found {
    const holders = facts
        .podsOf(claim)
        .filter((other) => other.name !== pod.name && other.node !== pod.node && other.node !== "");
    const volume = text(facts.find(claim)?.body, "spec", "volumeName");
    const attached = facts
        .all("VolumeAttachment.storage.k8s.io")
        .filter((each) => volume !== undefined && text(each.body, "spec", "source", "persistentVolumeName") === volume)
        .map((each) => text(each.body, "spec", "nodeName") ?? "")
        .filter((node) => node !== "" && node !== pod.node);
    const nodes = [...new Set([...holders.map((holder) => holder.node), ...attached])];
    const held =
        nodes.length === 0
            ? ""
            : ` (it is held ${holders.length === 0 ? "" : `by ${holders.map((holder) => `pod ${holder.name}`).join(", ")} `}on node ${nodes.join(", ")})`;
    return {
        variant: "multi",
        role: "cause",
        subject: claim,
        says: `${named(claim)} is still attached to another node, so pod ${pod.namespace}/${pod.name} cannot have it on ${pod.node}${held}: ${brief(message)}`,
        hint:
            nodes.length === 0
                ? "kubectl get volumeattachments; find the node that still holds the volume"
                : `kubectl get node ${nodes[0]}; ${holders[0] === undefined ? "kubectl get volumeattachments" : `kubectl -n ${pod.namespace} delete pod ${holders[0].name}`}; or taint the dead node node.kubernetes.io/out-of-service=nodeshutdown:NoExecute`,
        dueTo: nodes.map((node) =>
            because("runs-on", refOf(facts.cluster, "v1", "Node", node), ["kubernetes.node-not-ready", "talos"]),
        ),
    };
}

function missingDriver(facts: Facts, pod: PodFact, driver: string): Found {
    return {
        variant: "driver",
        role: "cause",
        subject: refOf(facts.cluster, "storage.k8s.io/v1", "CSIDriver", driver),
        says: `CSIDriver ${driver} is not registered on node ${pod.node}, so pod ${pod.namespace}/${pod.name} gets no volume`,
        hint: `kubectl get csinodes ${pod.node} -o yaml; kubectl get daemonsets -A | grep csi`,
        dueTo: facts.provisionersOf(driver).map((workload) => because("provisioned-by", workload.ref)),
    };
}

/** The claim the message is about: by the volume's name, else the only one, else the first. */
function claimOf(facts: Facts, pod: PodFact, message: string): ObjectRef {
    const claims = pod.references
        .filter((reference) => reference.kind === "PersistentVolumeClaim")
        .map((reference) => refOf(facts.cluster, "v1", "PersistentVolumeClaim", reference.name, pod.namespace));
    const said = claims.find((claim) => {
        const volume = text(facts.find(claim)?.body, "spec", "volumeName");
        return volume !== undefined && message.includes(volume);
    });
    return said ?? claims[0] ?? pod.blamed;
}

/** What the driver or mount said, without the kubelet's way to it. */
function errorIn(message: string): string {
    const rpc = /rpc error: code = \S+ desc = ([\s\S]+)/.exec(message)?.[1];
    const output = /Output: ([\s\S]+)/.exec(message)?.[1];
    return brief(
        rpc ?? output ?? message.replace(/^(MountVolume|AttachVolume|UnmountVolume)\.\w+ failed for volume "[^"]*" ?: /, ""),
    );
}
