import type { Cause, Relation } from "../../cause.ts";
import type { Facts } from "../facts.ts";
import { fields, list, text } from "../fields.ts";
import { type KubeObject, machineRef, namespaceOf, refOf } from "../kube-object.ts";

/** A Node needs the machine under it. */
export function nodeNeeds(facts: Facts, node: KubeObject): readonly Cause[] {
    const machine = facts.machine(node.ref.name);
    return machine === undefined ? [] : [{ relation: "runs-on", ref: machineRef(facts.cluster, machine.node) }];
}

/** Webhook configurations need the Services they call. */
export function webhookNeeds(facts: Facts, object: KubeObject): readonly Cause[] {
    return list(object.body, "webhooks").flatMap((webhook) =>
        serviceCause(facts, fields(webhook, "clientConfig", "service"), "calls-webhook"),
    );
}

export function apiServiceNeeds(facts: Facts, object: KubeObject): readonly Cause[] {
    return serviceCause(facts, fields(object.body, "spec", "service"), "served-by");
}

/** An Ingress needs its backends, its class and its certificates. */
export function ingressNeeds(facts: Facts, object: KubeObject): readonly Cause[] {
    const namespace = namespaceOf(object);
    const backends = [
        fields(object.body, "spec", "defaultBackend"),
        ...list(object.body, "spec", "rules").flatMap((rule) =>
            list(rule, "http", "paths").map((path) => fields(path, "backend")),
        ),
    ];
    const services = backends.flatMap((backend) =>
        serviceCause(facts, { name: text(backend, "service", "name"), namespace }, "depends-on"),
    );
    const secrets = list(object.body, "spec", "tls").flatMap((tls) =>
        objectCause(facts, "reads-secret", "v1", "Secret", text(tls, "secretName"), namespace),
    );
    return [
        ...services,
        ...secrets,
        ...objectCause(
            facts,
            "depends-on",
            "networking.k8s.io/v1",
            "IngressClass",
            text(object.body, "spec", "ingressClassName"),
        ),
    ];
}

/** An autoscaler needs what it scales, and the metrics API. */
export function autoscalerNeeds(facts: Facts, object: KubeObject): readonly Cause[] {
    const target = fields(object.body, "spec", "scaleTargetRef");
    return [
        ...objectCause(facts, "served-by", "apiregistration.k8s.io/v1", "APIService", "v1beta1.metrics.k8s.io"),
        ...objectCause(
            facts,
            "depends-on",
            text(target, "apiVersion") ?? "apps/v1",
            text(target, "kind") ?? "Deployment",
            text(target, "name"),
            namespaceOf(object),
        ),
    ];
}

/** A cert-manager object needs its issuer, what it made, and the Secret the issuer reads. */
export function certificateNeeds(facts: Facts, object: KubeObject): readonly Cause[] {
    const issuer = fields(object.body, "spec", "issuerRef");
    const kind = text(issuer, "kind") ?? "Issuer";
    const namespace = kind === "ClusterIssuer" ? undefined : namespaceOf(object);
    const own = facts.ownedBy(object.ref).map((each): Cause => ({ relation: "owns", ref: each.ref }));
    const controllers = facts.all("Deployment.apps").filter((each) => /^cert-manager/.test(each.ref.name));
    return [
        ...objectCause(facts, "depends-on", "cert-manager.io/v1", kind, text(issuer, "name"), namespace),
        ...own,
        ...controllers.map((each): Cause => ({ relation: "served-by", ref: each.ref })),
    ];
}

/** Cluster API and Sveltos objects need the objects their spec refers to and what they own. */
export function referringNeeds(facts: Facts, object: KubeObject): readonly Cause[] {
    const refs = ["infrastructureRef", "controlPlaneRef", "bootstrap", "topology"].map((field) =>
        fields(object.body, "spec", field),
    );
    const named = [...refs, ...refs.map((ref) => fields(ref, "configRef"))].flatMap((ref) =>
        objectCause(
            facts,
            "depends-on",
            text(ref, "apiVersion") ?? "",
            text(ref, "kind") ?? "",
            text(ref, "name"),
            text(ref, "namespace") ?? namespaceOf(object),
        ),
    );
    return [...named.filter((cause) => cause.ref.kind !== ""), ...ownedNeeds(facts, object)];
}

/** Any other object needs what it owns. */
export function ownedNeeds(facts: Facts, object: KubeObject): readonly Cause[] {
    return facts.ownedBy(object.ref).map((each) => ({ relation: "owns", ref: each.ref }));
}

/** An Argo CD Application needs the objects it lists. */
export function applicationNeeds(facts: Facts, object: KubeObject): readonly Cause[] {
    return list(object.body, "status", "resources").flatMap((resource) => {
        const group = text(resource, "group");
        const version = text(resource, "version") ?? "v1";
        return objectCause(
            facts,
            "manages",
            group ? `${group}/${version}` : version,
            text(resource, "kind") ?? "",
            text(resource, "name"),
            text(resource, "namespace"),
        );
    });
}

function serviceCause(facts: Facts, service: unknown, relation: Relation): readonly Cause[] {
    return objectCause(facts, relation, "v1", "Service", text(service, "name"), text(service, "namespace"));
}

function objectCause(
    facts: Facts,
    relation: Relation,
    apiVersion: string,
    kind: string,
    name: string | undefined,
    namespace?: string,
): readonly Cause[] {
    return name === undefined ? [] : [{ relation, ref: refOf(facts.cluster, apiVersion, kind, name, namespace) }];
}
