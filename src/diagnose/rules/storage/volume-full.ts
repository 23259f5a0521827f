import { unwell } from "../../among-pods.ts";
import type { Facts } from "../../facts/facts.ts";
import { list, number, text } from "../../facts/fields.ts";
import { named, refOf } from "../../facts/kube-object.ts";
import type { WhyLine } from "../../facts/log-fact.ts";
import { amount } from "../../facts/node-room.ts";
import type { PodFact } from "../../facts/pod-fact.ts";
import { brief } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsLine } from "../../showing.ts";

const FULL = 0.97;
const NEARLY = 0.85;

/** Claims that are full, by the kubelet's measure or by what their pod says. */
export const volumeFull: Rule = {
    id: "storage.volume-full",
    layer: "kubernetes",
    title: "PersistentVolumeClaim is full",
    means: "There is no room left on the volume, so what writes to it fails.",
    fix: "Free space, or enlarge the claim (`spec.resources.requests.storage`) where its StorageClass allows expansion.",
    source: "https://kubernetes.io/docs/reference/instrumentation/node-metrics/#summary-api-source",
    variants: {
        nearly: {
            title: "PersistentVolumeClaim is nearly full",
            means: "More than 85 % of the volume is used.",
            fix: "Free space or enlarge the claim before it is full.",
        },
    },
    reads: ["PersistentVolumeClaim"],
    mayRead: ["Pod", "logs", "api"],
    check: fullVolumes,
};

function* fullVolumes(facts: Facts): Iterable<Finding> {
    const measured = new Set<string>();
    for (const finding of measuredVolumes(facts)) {
        measured.add(`${finding.subject.namespace}/${finding.subject.name}`);
        yield finding;
    }
    for (const pod of unwell(facts)) {
        const said = pod.containers
            .map((container) => facts.why(pod, container.name))
            .find((line) => line?.category === "no-space");
        const claim = said === undefined ? undefined : claimWritten(pod, said);
        if (said === undefined || claim === undefined || measured.has(`${pod.namespace}/${claim}`)) continue;
        const subject = refOf(facts.cluster, "v1", "PersistentVolumeClaim", claim, pod.namespace);
        yield {
            severity: "critical",
            role: "cause",
            confidence: 0.85,
            subject,
            says: `${named(subject)} is full: ${named(pod.blamed)} cannot write to it ("${brief(said.text)}")`,
            hint: `kubectl -n ${pod.namespace} get pvc ${claim}; free space on the volume or enlarge the claim`,
            evidence: [showsLine(said)],
            dueTo:
                pod.node === ""
                    ? []
                    : [because("runs-on", refOf(facts.cluster, "v1", "Node", pod.node), ["kubernetes.node-pressure"])],
        };
    }
}

function* measuredVolumes(facts: Facts): Iterable<Finding> {
    for (const path of facts.apiPaths.filter((each) => each.endsWith("stats-summary.yaml"))) {
        for (const [at, pod] of list(facts.api(path), "pods").entries()) {
            for (const [index, volume] of list(pod, "volume").entries()) {
                const [name, namespace] = [text(volume, "pvcRef", "name"), text(volume, "pvcRef", "namespace")];
                const [used, capacity] = [number(volume, "usedBytes"), number(volume, "capacityBytes")];
                if (
                    name === undefined ||
                    used === undefined ||
                    capacity === undefined ||
                    capacity === 0 ||
                    used / capacity < NEARLY
                )
                    continue;
                const subject = refOf(facts.cluster, "v1", "PersistentVolumeClaim", name, namespace);
                const full = used / capacity >= FULL;
                const words = `${amount("memory", used)} of ${amount("memory", capacity)} used, ${Math.round((used / capacity) * 100)} %`;
                yield {
                    ...(full ? {} : { variant: "nearly" }),
                    severity: full ? "critical" : "info",
                    role: "cause",
                    subject,
                    says: `${named(subject)} is ${full ? "full" : "nearly full"} (${words})`,
                    hint: `free space on ${named(subject)}, or enlarge it: kubectl -n ${namespace} edit pvc ${name}`,
                    evidence: [
                        {
                            ref: { cluster: facts.cluster, type: "api", path },
                            pointer: `/pods/${at}/volume/${index}`,
                            quote: words,
                        },
                    ],
                };
            }
        }
    }
}

/** The claim whose mount path stands in the line, else the only claim of the pod. */
function claimWritten(pod: PodFact, said: WhyLine): string | undefined {
    const claims = pod.references.filter((reference) => reference.kind === "PersistentVolumeClaim");
    const mounts = pod.containers.flatMap((container) =>
        list(container.spec, "volumeMounts").map((mount) => ({
            volume: text(mount, "name") ?? "",
            path: text(mount, "mountPath") ?? "/",
        })),
    );
    const hit = mounts.find((mount) => mount.path !== "/" && said.text.includes(mount.path));
    const named = claims.find((claim) => claim.where === `volume ${hit?.volume}`);
    return named?.name ?? (hit === undefined && claims.length === 1 ? claims[0]?.name : undefined);
}
