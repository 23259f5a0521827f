import type { ObjectRef } from "../core/evidence-ref.ts";
import type { Facts } from "./facts/facts.ts";
import { conditions, refOf } from "./facts/kube-object.ts";
import type { EvidencePointer } from "./rule.ts";
import { showsCondition, showsEvent } from "./showing.ts";

/** A call of an admission webhook that failed, as whoever was refused tells it. */
export interface WebhookCall {
    /** `validate.nginx.ingress.kubernetes.io` */
    readonly webhook: string;
    /** The Service behind it, where the message has its URL. */
    readonly service?: ObjectRef;
    /** What the API server got, without the way to it: `context deadline exceeded`. */
    readonly said: string;
    readonly shown: EvidencePointer;
}

/** Kinds whose conditions repeat the API server's answer to what they wanted to make. */
export const TELL_OF_WEBHOOKS = [
    "ReplicaSet.apps",
    "Deployment.apps",
    "HelmRelease.helm.toolkit.fluxcd.io",
    "Kustomization.kustomize.toolkit.fluxcd.io",
    "Application.argoproj.io",
    "Certificate.cert-manager.io",
] as const;

const RECENT_MS = 3600_000;
const FAILED = /failed calling webhook "([^"]+)": (?:failed to call webhook: )?([\s\S]+)/;

/** The failed calls that events of the last hour and the conditions of now tell of, events first. Source: k8s.io/apiserver pkg/admission/plugin/webhook/errors. */
export function webhookCalls(facts: Facts): readonly WebhookCall[] {
    const events = facts
        .events(RECENT_MS)
        .filter((event) => event.warning)
        .flatMap((event) => callIn(facts, event.message, () => showsEvent(event)));
    const told = TELL_OF_WEBHOOKS.flatMap((kind) => facts.all(kind)).flatMap((object) =>
        conditions(object)
            .filter((each) => each.status !== "True" || /Failure|Error/.test(each.type))
            .flatMap((each) => callIn(facts, each.message, () => showsCondition(object, each))),
    );
    return [...events, ...told];
}

function callIn(facts: Facts, message: string, shown: () => EvidencePointer): readonly WebhookCall[] {
    const [, webhook, answer] = FAILED.exec(message) ?? [];
    if (webhook === undefined || answer === undefined) return [];
    const [, name, namespace] = /https?:\/\/([a-z0-9-]+)\.([a-z0-9-]+)\.svc/.exec(answer) ?? [];
    const service = name === undefined ? {} : { service: refOf(facts.cluster, "v1", "Service", name, namespace) };
    return [{ webhook, ...service, said: answer.replace(/^(?:Post|Get) "[^"]*": /, ""), shown: shown() }];
}
