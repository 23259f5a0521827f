import type { ObjectRef } from "../../../core/evidence-ref.ts";
import { perWorkload } from "../../among-pods.ts";
import type { Facts } from "../../facts/facts.ts";
import { fields } from "../../facts/fields.ts";
import { named, objectKey, refOf } from "../../facts/kube-object.ts";
import type { PodFact, Reference } from "../../facts/pod-fact.ts";
import { latestEvent } from "../../latest-event.ts";
import type { EvidencePointer, Finding, Rule } from "../../rule.ts";
import { because, showsContainer, showsEvent, showsField } from "../../showing.ts";
import { troubledPods } from "./troubled.ts";

/** Secrets and ConfigMaps, or keys of them, that pods need and that are not there. */
export const referenceMissing: Rule = {
    id: "application.reference-missing",
    layer: "application",
    title: "Secret or ConfigMap does not exist",
    means: "A container takes a file or a variable from a Secret or ConfigMap that is not in its namespace, so the kubelet does not start it.",
    fix: "Create the object (or mend what should have made it), or correct the name in the workload.",
    source: "https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/kubelet_pods.go",
    variants: {
        key: {
            title: "Key is missing in a Secret or ConfigMap",
            means: "The object is there but lacks the key that a container asks for.",
            fix: "Add the key, or correct the key's name in the workload.",
        },
    },
    reads: ["Pod", "Secret", "ConfigMap"],
    mayRead: [
        "events",
        "Deployment.apps",
        "ReplicaSet.apps",
        "ExternalSecret.external-secrets.io",
        "SealedSecret.bitnami.com",
        "Certificate.cert-manager.io",
    ],
    check: missingReferences,
};

interface Missing {
    readonly pod: PodFact;
    readonly reference: Reference;
    readonly ref: ObjectRef;
    readonly key?: string;
    readonly evidence: EvidencePointer;
}

function* missingReferences(facts: Facts): Iterable<Finding> {
    const missing = troubledPods(facts).flatMap((pod) => (isHeldUp(pod) ? missingOf(facts, pod) : []));
    for (const [first, ...rest] of Map.groupBy(missing, (each) => `${objectKey(each.ref)} ${each.key ?? ""}`).values()) {
        if (first === undefined) continue;
        const users = perWorkload([first, ...rest].map((each) => each.pod)).map((each) => named(each.subject));
        yield findingOf(facts, first, users);
    }
}

/** A pod whose containers all run has got all that it needs. */
function isHeldUp(pod: PodFact): boolean {
    return pod.containers.some((each) => each.state === "waiting" || each.state === "unknown") || pod.containers.length === 0;
}

function missingOf(facts: Facts, pod: PodFact): readonly Missing[] {
    const found = pod.references.flatMap((reference): readonly Missing[] => {
        if (
            (reference.kind !== "Secret" && reference.kind !== "ConfigMap") ||
            (reference.optional && !isRefusedPull(facts, pod, reference))
        )
            return [];
        const ref = refOf(facts.cluster, "v1", reference.kind, reference.name, pod.namespace);
        const shown = saidOf(facts, pod, reference);
        const own = showsField(
            pod,
            reference.pointer,
            `${reference.where}: ${reference.kind} ${reference.name}${reference.key ? ` key ${reference.key}` : ""}`,
        );
        const object = facts.find(ref);
        if (object === undefined)
            return shown?.type === "object" ||
                (explains(pod, reference) && facts.absent(reference.kind, reference.name, pod.namespace))
                ? [{ pod, reference, ref, evidence: shown?.evidence ?? own }]
                : [];
        const has = {
            ...fields(object.body, "data"),
            ...fields(object.body, "stringData"),
            ...fields(object.body, "binaryData"),
        };
        return reference.key !== undefined &&
            !Object.hasOwn(has, reference.key) &&
            (shown !== undefined || explains(pod, reference))
            ? [{ pod, reference, ref, key: reference.key, evidence: shown?.evidence ?? own }]
            : [];
    });
    return [...new Map(found.map((each) => [`${objectKey(each.ref)} ${each.key ?? ""}`, each])).values()];
}

/** Nobody says that it is missing; what the pod waits for must fit: a mount before its containers are made, a variable when one is. */
function explains(pod: PodFact, reference: Reference): boolean {
    const main = pod.containers.filter((each) => each.type !== "ephemeral");
    if (reference.where === "imagePullSecrets") return true;
    return reference.where.startsWith("volume ")
        ? pod.node !== "" &&
              main.every((each) => /^(ContainerCreating|PodInitializing|)$/.test(each.reason) && each.state !== "running")
        : main.some((each) => each.reason === "CreateContainerConfigError");
}

/** A pull secret may be missing as long as the registry does not ask for it. */
function isRefusedPull(facts: Facts, pod: PodFact, reference: Reference): boolean {
    if (reference.where !== "imagePullSecrets") return false;
    const failed = latestEvent(facts, pod.ref, /^Failed: Failed to pull image/)?.message ?? "";
    const said = pod.containers
        .filter((each) => /^(ErrImagePull|ImagePullBackOff)$/.test(each.reason))
        .map((each) => each.message);
    return said.length > 0 && /denied|unauthorized|401|403|authoriz|authentic/i.test([...said, failed].join("\n"));
}

/** What the kubelet says about a reference: `secret "db" not found`, `couldn't find key password in Secret msp/db`. */
function saidOf(
    facts: Facts,
    pod: PodFact,
    reference: Reference,
): { type: "object" | "key"; evidence: EvidencePointer } | undefined {
    const kind = reference.kind.toLowerCase();
    const absent = new RegExp(
        `${kind} "${escaped(reference.name)}" not found|FailedToRetrieveImagePullSecret.*\\b${escaped(reference.name)}\\b`,
        "i",
    );
    const key = new RegExp(
        `couldn't find key \\S+ in ${kind} (?:\\S*/)?${escaped(reference.name)}|references non-existent ${kind} key`,
        "i",
    );
    for (const [type, pattern] of [
        ["object", absent],
        ["key", key],
    ] as const) {
        const container = pod.containers.find((each) => pattern.test(each.message));
        if (container !== undefined) return { type, evidence: showsContainer(pod, container) };
        const event = latestEvent(facts, pod.ref, pattern);
        if (event !== undefined) return { type, evidence: showsEvent(event) };
    }
    return undefined;
}

function findingOf(facts: Facts, { pod, reference, ref, key, evidence }: Missing, users: readonly string[]): Finding {
    const held = users.length === 1 ? `${users[0]} cannot start` : `${users.join(", ")} cannot start`;
    const plural = reference.kind.toLowerCase();
    const base = {
        severity: "critical",
        role: "cause",
        subject: ref,
        layer: facts.layerOf(ref),
        evidence: [evidence, showsField(pod, reference.pointer, `${reference.where}: ${reference.kind} ${reference.name}`)],
        dueTo: makers(facts, ref),
    } as const;
    if (key === undefined)
        return {
            ...base,
            says: `${named(ref)} does not exist, so ${held} (${reference.where})`,
            hint: `kubectl -n ${pod.namespace} get ${plural}; create ${reference.name}${reference.key ? ` with the key ${reference.key}` : ""}, or correct the name in ${users[0]}`,
        };
    const object = facts.find(ref);
    const keys = [...Object.keys(fields(object?.body, "data")), ...Object.keys(fields(object?.body, "stringData"))];
    return {
        ...base,
        variant: "key",
        says: `${named(ref)} has no key ${key}, so ${held} (${reference.where}; its keys: ${keys.length === 0 ? "none" : keys.slice(0, 8).join(", ")})`,
        hint: `kubectl -n ${pod.namespace} describe ${plural} ${reference.name}; add the key ${key}, or correct the key in ${users[0]}`,
    };
}

/** Whoever should have made the object: what manages the namespace, and what copies secrets from elsewhere. */
function makers(facts: Facts, ref: ObjectRef) {
    const copies = ["ExternalSecret.external-secrets.io", "SealedSecret.bitnami.com", "Certificate.cert-manager.io"]
        .flatMap((kind) => facts.all(kind))
        .filter((each) => each.ref.namespace === ref.namespace && targetOf(each.body, each.ref.name).includes(ref.name));
    return [
        ...(ref.kind === "Secret" ? copies.map((each) => because("owns", each.ref)) : []),
        ...facts.makersOf(ref).map((each) => because("manages", each.ref, ["gitops"])),
    ];
}

function targetOf(body: unknown, name: string): readonly string[] {
    const spec = fields(body, "spec");
    return [spec.secretName, fields(spec, "target").name, name].filter((each) => typeof each === "string");
}

function escaped(name: string): string {
    return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
