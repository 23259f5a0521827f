import type { Cause } from "../cause.ts";
import type { Facts } from "./facts.ts";
import { list, text } from "./fields.ts";
import { refOf } from "./kube-object.ts";

const CONFIGURATIONS = ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"].map(
    (kind) => `${kind}.admissionregistration.k8s.io`,
);

/**
 * The webhook configurations and Services that a refusal names: `failed calling webhook "x.example.com": failed to call webhook: Post
 * "https://service.namespace.svc:443/…"`. Source: k8s.io/apiserver pkg/admission/plugin/webhook/errors.
 */
export function webhooksCalled(facts: Facts, message: string): readonly Cause[] {
    const name = /(?:calling|admission) webhook "([^"]+)"/.exec(message)?.[1];
    const [, service, namespace] = /https?:\/\/([a-z0-9-]+)\.([a-z0-9-]+)\.svc/.exec(message) ?? [];
    const called: readonly Cause[] =
        service === undefined || namespace === undefined
            ? []
            : [{ relation: "calls-webhook", ref: refOf(facts.cluster, "v1", "Service", service, namespace) }];
    const configured = CONFIGURATIONS.flatMap((kind) => facts.all(kind))
        .filter((each) => list(each.body, "webhooks").some((webhook) => text(webhook, "name") === name))
        .map((each): Cause => ({ relation: "calls-webhook", ref: each.ref }));
    return [...called, ...configured];
}
