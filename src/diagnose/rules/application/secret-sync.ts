import type { Facts } from "../../facts/facts.ts";
import { text } from "../../facts/fields.ts";
import { type Condition, condition, type KubeObject, named, refOf } from "../../facts/kube-object.ts";
import { brief } from "../../latest-event.ts";
import type { Cause, Finding, Rule } from "../../rule.ts";
import { because, showsCondition } from "../../showing.ts";

const KINDS = [
    { kind: "ExternalSecret.external-secrets.io", condition: "Ready" },
    { kind: "SealedSecret.bitnami.com", condition: "Synced" },
] as const;

/** What should make a Secret from elsewhere and cannot. */
export const secretSync: Rule = {
    id: "application.secret-sync",
    layer: "application",
    title: "Secret is not filled from its store",
    means: "An ExternalSecret or SealedSecret should make a Secret and fails, so the Secret is missing or old.",
    fix: "Follow the message: the store's credentials, the key's name in the store, or the key that sealed it.",
    source: "https://external-secrets.io/latest/api/externalsecret/; https://github.com/bitnami-labs/sealed-secrets",
    variants: {
        store: {
            title: "Secret store is not ready",
            means: "The SecretStore cannot be reached or refuses the credentials it was given.",
            fix: "Correct the store's credentials and address.",
        },
    },
    reads: ["ExternalSecret.external-secrets.io", "SealedSecret.bitnami.com"],
    mayRead: ["SecretStore.external-secrets.io", "ClusterSecretStore.external-secrets.io", "Secret"],
    check: unsynced,
};

function* unsynced(facts: Facts): Iterable<Finding> {
    for (const { kind, condition: type } of KINDS)
        for (const object of facts.all(kind)) {
            const state = condition(object, type);
            if (state?.status === "False") yield findingOf(facts, object, state, storeOf(facts, object));
        }
    for (const kind of ["SecretStore", "ClusterSecretStore"])
        for (const store of facts.all(`${kind}.external-secrets.io`)) {
            const state = condition(store, "Ready");
            if (state?.status === "False") yield { ...findingOf(facts, store, state, []), variant: "store", role: "cause" };
        }
}

function findingOf(facts: Facts, object: KubeObject, state: Condition, dueTo: readonly Cause[]): Finding {
    const { ref } = object;
    return {
        severity: "critical",
        role: "cause",
        confidence: 0.93,
        subject: ref,
        layer: facts.layerOf(ref),
        says: `${named(ref)} is not synced (${state.reason}): ${brief(state.message)}`,
        hint: `kubectl ${ref.namespace === undefined ? "" : `-n ${ref.namespace} `}describe ${ref.kind.toLowerCase()} ${ref.name}`,
        evidence: [showsCondition(object, state)],
        dueTo,
        since: state.since,
    };
}

function storeOf(facts: Facts, object: KubeObject): readonly Cause[] {
    const kind = text(object.body, "spec", "secretStoreRef", "kind") ?? "SecretStore";
    const name = text(object.body, "spec", "secretStoreRef", "name");
    const namespace = kind === "ClusterSecretStore" ? undefined : object.ref.namespace;
    return name === undefined
        ? []
        : [because("depends-on", refOf(facts.cluster, "external-secrets.io/v1", kind, name, namespace))];
}
