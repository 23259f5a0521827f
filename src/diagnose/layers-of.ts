import type { Diagnosis, DiagnosisRoot, DiagnosisSymptom } from "./diagnosis.ts";
import type { Judgement } from "./engine.ts";
import { essentialGaps } from "./essential.ts";
import type { Facts } from "./facts/facts.ts";
import { condition } from "./facts/kube-object.ts";
import { layerOf } from "./facts/layer-of.ts";
import { LAYERS, type Layer } from "./layer.ts";

type LayerState = Diagnosis["layers"][number];

/** A mark for each layer, bottom first: what is broken in it, what it suffers from others, or what was looked at and is fine. */
export function layersOf({ facts }: Judgement, roots: readonly DiagnosisRoot[]): LayerState[] {
    return LAYERS.map((name) => stateOf(name, facts, roots));
}

function stateOf(name: Layer, facts: readonly Facts[], roots: readonly DiagnosisRoot[]): LayerState {
    const own = roots.filter((root) => root.layer === name);
    const suffered = roots.flatMap((root) =>
        flattened(root.symptoms)
            .filter((symptom) => symptom.layer === name || layerOf(symptom.subject) === name)
            .map(() => root),
    );
    const gap = facts.flatMap((each) => essentialGaps(each, name))[0];
    const seen = facts.map((each) => SEEN[name](each)).filter((each) => each !== "");
    if (own[0] !== undefined)
        return { name, status: statusOf(own), says: `${own[0].says}${own.length > 1 ? ` (and ${own.length - 1} more)` : ""}` };
    if (suffered[0] !== undefined)
        return { name, status: "degraded", says: `suffers from ${title(suffered[0])} (${counted(suffered.length, "symptom")})` };
    if (gap !== undefined) return { name, status: "unknown", says: `could not be judged: ${gap.problem.message}` };
    if (seen.length === 0) return { name, status: "absent", says: "nothing of it is in the archive" };
    return { name, status: "healthy", says: seen.join("; ") };
}

function statusOf(roots: readonly DiagnosisRoot[]): LayerState["status"] {
    if (roots.every((root) => root.causeNotSeen !== undefined)) return "unknown";
    return roots.some((root) => root.severity === "critical") ? "broken" : "degraded";
}

/** All symptoms below, at any depth. */
export function flattened(symptoms: readonly DiagnosisSymptom[]): readonly DiagnosisSymptom[] {
    return symptoms.flatMap((symptom) => [symptom, ...flattened(symptom.symptoms)]);
}

function title({ subject }: DiagnosisRoot): string {
    return `${subject.kind} ${subject.namespace === undefined ? "" : `${subject.namespace}/`}${subject.name}`;
}

/** What was looked at, in numbers; "" when there is nothing of the layer. */
const SEEN: Readonly<Record<Layer, (facts: Facts) => string>> = {
    talos: ({ machines }) =>
        joined([
            counted(machines.filter(({ node }) => node !== "").length, "machine"),
            counted(
                machines.reduce((sum, each) => sum + each.services.length, 0),
                "service",
            ),
        ]),
    kubernetes: (facts) =>
        joined([
            counted(facts.all("Node").length, "node"),
            counted(facts.all("PersistentVolumeClaim").length, "claim"),
            counted(podsIn(facts, "kubernetes"), "system pod"),
        ]),
    gitops: (facts) => {
        const objects = GITOPS.flatMap((kind) => facts.all(kind));
        const ready = objects.filter((object) => condition(object, "Ready")?.status === "True").length;
        return objects.length === 0
            ? joined([counted(podsIn(facts, "gitops"), "controller")])
            : `${ready} of ${counted(objects.length, "Flux object")} ready`;
    },
    application: (facts) => joined([counted(podsIn(facts, "application"), "pod")]),
};

const GITOPS: readonly string[] = [
    "Kustomization.kustomize.toolkit.fluxcd.io",
    "HelmRelease.helm.toolkit.fluxcd.io",
    "GitRepository.source.toolkit.fluxcd.io",
    "OCIRepository.source.toolkit.fluxcd.io",
    "HelmRepository.source.toolkit.fluxcd.io",
];

function podsIn(facts: Facts, layer: Layer): number {
    return facts.pods.filter((pod) => facts.layerOf(pod.ref) === layer).length;
}

function counted(count: number, word: string): string {
    return count === 0 ? "" : `${count} ${word}${count === 1 ? "" : "s"}`;
}

function joined(parts: readonly string[]): string {
    return parts.filter((part) => part !== "").join(", ");
}
