import type { ObjectRef } from "../../../core/evidence-ref.ts";
import { hasReadyEndpoints } from "../../facts/endpoints.ts";
import type { Facts } from "../../facts/facts.ts";
import { fields, list, number, text } from "../../facts/fields.ts";
import { type KubeObject, named, refOf } from "../../facts/kube-object.ts";
import { brief } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsField } from "../../showing.ts";
import { TELL_OF_WEBHOOKS, type WebhookCall, webhookCalls } from "../../webhook-calls.ts";

const CONFIGURATIONS = ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"];

/** Webhooks that the API server cannot call: what they guard cannot be created or changed. */
export const webhook: Rule = {
    id: "kubernetes.webhook",
    layer: "kubernetes",
    title: "Admission webhook cannot be called",
    means: "The API server must ask the webhook before it stores an object, and nobody answers. With failurePolicy Fail every such request is refused.",
    fix: "Mend what stands behind the webhook's Service. When its owner was removed, delete the webhook configuration.",
    source: "https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#failure-policy",
    variants: {
        "no-service": {
            title: "The webhook's Service does not exist",
            means: "The webhook configuration was left behind, or its Service was deleted.",
            fix: "Delete the webhook configuration, or reinstall what it belongs to.",
        },
        "no-endpoints": {
            title: "The webhook's Service has no ready endpoint",
            means: "No pod behind the Service is ready to answer.",
            fix: "Mend the pods behind the Service.",
        },
        certificate: {
            title: "The webhook's certificate is not trusted",
            means: "caBundle of the webhook configuration does not match the certificate that the webhook shows.",
            fix: "Let the CA injector (cert-manager's cainjector, the operator) run again, or renew the certificate.",
        },
        timeout: {
            title: "The webhook does not answer in time",
            means: "The API server cannot reach the pods (network, NetworkPolicy, firewall), or they are too slow.",
            fix: "Check the path from the control plane to the pods' port.",
        },
    },
    reads: [
        "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
        "MutatingWebhookConfiguration.admissionregistration.k8s.io",
        "Service",
    ],
    mayRead: ["EndpointSlice.discovery.k8s.io", "Endpoints", "Pod", "events", ...TELL_OF_WEBHOOKS],
    check: deadWebhooks,
};

function* deadWebhooks(facts: Facts): Iterable<Finding> {
    const calls = webhookCalls(facts);
    const known = new Set<string>();
    for (const configuration of CONFIGURATIONS.flatMap((kind) => facts.all(kind))) {
        let told = false;
        for (const [index, hook] of list(configuration.body, "webhooks").entries()) {
            const own = text(hook, "name") ?? "";
            known.add(own);
            const call = calls.find((each) => each.webhook === own);
            const found = told ? undefined : stateOf(facts, { configuration, hook, index, own, call });
            if (found === undefined) continue;
            told = true;
            yield found;
        }
    }
    const unknown = calls.filter((call) => !known.has(call.webhook) && call.service !== undefined);
    for (const [first] of Map.groupBy(unknown, (call) => `${call.service?.namespace}/${call.service?.name}`).values())
        if (first?.service !== undefined) yield withoutConfiguration(facts, first, first.service);
}

interface Hook {
    readonly configuration: KubeObject;
    readonly hook: unknown;
    readonly index: number;
    readonly own: string;
    readonly call: WebhookCall | undefined;
}

function stateOf(facts: Facts, { configuration, hook, index, own, call }: Hook): Finding | undefined {
    const service = fields(hook, "clientConfig", "service");
    const [name, namespace] = [text(service, "name"), text(service, "namespace")];
    if (name === undefined || namespace === undefined) return undefined;
    const ref = refOf(facts.cluster, "v1", "Service", name, namespace);
    const ignores = text(hook, "failurePolicy") === "Ignore";
    const evidence = [
        showsField(
            configuration,
            `/webhooks/${index}/clientConfig/service`,
            `${own} calls ${namespace}/${name}:${number(service, "port") ?? 443}, failurePolicy ${text(hook, "failurePolicy") ?? "Fail"}`,
        ),
        ...(call ? [call.shown] : []),
    ];
    const common = {
        severity: ignores ? ("info" as const) : ("critical" as const),
        subject: configuration.ref,
        evidence,
        hint: `kubectl -n ${namespace} get service,endpointslices,pods; when its owner is gone: kubectl delete ${configuration.ref.kind.toLowerCase()} ${configuration.ref.name}`,
    };
    const effect = ignores ? "" : ", so the API server refuses what it guards";
    if (facts.absent("Service", name, namespace))
        return {
            ...common,
            variant: "no-service",
            role: "cause",
            says: `${named(configuration.ref)}: webhook ${own} calls Service ${namespace}/${name}, which does not exist${effect}`,
            dueTo: facts.needs(ref),
        };
    if (hasReadyEndpoints(facts, ref) === false)
        return {
            ...common,
            variant: "no-endpoints",
            role: "failure",
            says: `${named(configuration.ref)}: webhook ${own} calls Service ${namespace}/${name}, which has no ready endpoint${effect}`,
            dueTo: [because("calls-webhook", ref)],
        };
    if (call === undefined || ignores) return undefined;
    return {
        ...common,
        ...answerOf(call),
        says: `${named(configuration.ref)}: ${wordsOf(call)}`,
        dueTo: isOfCertificate(call) ? [] : [because("calls-webhook", ref)],
    };
}

/** The configuration was not collected: the Service that the refusal names is the nearest one can point at. */
function withoutConfiguration(facts: Facts, call: WebhookCall, service: ObjectRef): Finding {
    return {
        ...answerOf(call),
        severity: "critical",
        subject: service,
        says: `${named(service)}: ${wordsOf(call)}`,
        hint: `kubectl -n ${service.namespace} get service,endpointslices,pods; kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations`,
        evidence: [call.shown],
        dueTo: isOfCertificate(call) ? [] : facts.needs(service),
    };
}

function answerOf(call: WebhookCall): Pick<Finding, "variant" | "role"> {
    if (isOfCertificate(call)) return { variant: "certificate", role: "cause" };
    return { variant: /no endpoints available/.test(call.said) ? "no-endpoints" : "timeout", role: "failure" };
}

function isOfCertificate(call: WebhookCall): boolean {
    return /x509|certificate/.test(call.said);
}

function wordsOf(call: WebhookCall): string {
    return `webhook ${call.webhook} ${isOfCertificate(call) ? "is not trusted" : "does not answer"}: ${brief(call.said)}`;
}
