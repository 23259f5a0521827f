import { hasReadyEndpoints } from "../../facts/endpoints.ts";
import type { Facts } from "../../facts/facts.ts";
import { fields, list, number, text } from "../../facts/fields.ts";
import { type KubeObject, named, refOf } from "../../facts/kube-object.ts";
import { brief } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsEvent, showsField } from "../../showing.ts";

const RECENT_MS = 3600_000;

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
    mayRead: ["EndpointSlice.discovery.k8s.io", "Endpoints", "Pod", "events"],
    check: deadWebhooks,
};

function* deadWebhooks(facts: Facts): Iterable<Finding> {
    for (const configuration of ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"].flatMap((kind) =>
        facts.all(kind),
    )) {
        for (const [index, hook] of list(configuration.body, "webhooks").entries()) {
            const found = stateOf(facts, configuration, hook, index);
            if (found === undefined) continue;
            yield found;
            break;
        }
    }
}

function stateOf(facts: Facts, configuration: KubeObject, hook: unknown, index: number): Finding | undefined {
    const service = fields(hook, "clientConfig", "service");
    const [name, namespace, own] = [text(service, "name"), text(service, "namespace"), text(hook, "name") ?? ""];
    if (name === undefined || namespace === undefined) return undefined;
    const ref = refOf(facts.cluster, "v1", "Service", name, namespace);
    const call = facts
        .events(RECENT_MS)
        .find((event) => event.warning && event.message.includes(`"${own}"`) && /failed calling webhook/.test(event.message));
    const ignores = text(hook, "failurePolicy") === "Ignore";
    const evidence = [
        showsField(
            configuration,
            `/webhooks/${index}/clientConfig/service`,
            `${own} calls ${namespace}/${name}:${number(service, "port") ?? 443}, failurePolicy ${text(hook, "failurePolicy") ?? "Fail"}`,
        ),
        ...(call ? [showsEvent(call)] : []),
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
    const certificate = /x509|certificate/.test(call.message);
    const said = brief(call.message.replace(/^.*?failed calling webhook "[^"]*": (failed to call webhook: )?/, ""));
    return {
        ...common,
        variant: certificate ? "certificate" : "timeout",
        role: certificate ? "cause" : "failure",
        says: `${named(configuration.ref)}: webhook ${own} ${certificate ? "is not trusted" : "does not answer"}: ${said}`,
        dueTo: certificate ? [] : [because("calls-webhook", ref)],
    };
}
