import { perWorkload } from "../../among-pods.ts";
import type { Facts } from "../../facts/facts.ts";
import { at, fields, number } from "../../facts/fields.ts";
import { type KubeObject, named, refOf } from "../../facts/kube-object.ts";
import { latestEvent } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsField } from "../../showing.ts";
import { troubledPods } from "./troubled.ts";

/** Secrets with an empty value under a key that a failing pod reads. Archives have sizes in place of values; that is enough. */
export const secretEmpty: Rule = {
    id: "application.secret-empty",
    layer: "application",
    title: "Value in a Secret is empty",
    means: "A pod that does not work reads a key of a Secret whose value has no bytes.",
    fix: "Put the value in: the installer, the ExternalSecret or the person who made the Secret left it empty.",
    source: "https://kubernetes.io/docs/concepts/configuration/secret/",
    reads: ["Pod", "Secret"],
    mayRead: ["logs", "events", "ReplicaSet.apps"],
    check: emptySecrets,
};

function* emptySecrets(facts: Facts): Iterable<Finding> {
    const told = new Set<string>();
    for (const { subject: user, pods } of perWorkload(troubledPods(facts))) {
        const [pod] = pods;
        if (latestEvent(facts, pod.ref, /FailedScheduling/) !== undefined && pod.node === "") continue;
        for (const reference of pod.references) {
            if (reference.kind !== "Secret" || reference.key === undefined) continue;
            const secret = facts.get("Secret", reference.name, pod.namespace);
            const key = `${pod.namespace}/${reference.name}/${reference.key}`;
            if (secret === undefined || told.has(key) || !isEmpty(secret, reference.key)) continue;
            told.add(key);
            const subject = refOf(facts.cluster, "v1", "Secret", reference.name, pod.namespace);
            yield {
                severity: "critical",
                role: "cause",
                confidence: 0.85,
                subject,
                layer: facts.layerOf(subject),
                says: `${named(subject)}: the value of ${reference.key} is empty, and ${named(user)} takes it as ${reference.where}`,
                hint: `kubectl -n ${pod.namespace} edit secret ${reference.name}: give ${reference.key} a value, then kubectl -n ${pod.namespace} rollout restart ${user.kind.toLowerCase()} ${user.name}`,
                evidence: [
                    showsField(secret, `/data/${reference.key}`, `${reference.key}: 0 bytes`),
                    showsField(pod, reference.pointer, `${reference.where}: Secret ${reference.name} key ${reference.key}`),
                ],
            };
        }
    }
}

/** `password: ""`, or as archives have it `password: {bytes: 0}`. */
function isEmpty(secret: KubeObject, key: string): boolean {
    const value = at(secret.body, "data", key);
    return Object.hasOwn(fields(secret.body, "data"), key) && (value === "" || value === null || number(value, "bytes") === 0);
}
