import type { Facts } from "../../facts/facts.ts";
import { at, fields, list, number, text } from "../../facts/fields.ts";
import { annotations, type KubeObject, named, namespaceOf, refOf } from "../../facts/kube-object.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsField } from "../../showing.ts";

/** Ingresses that lead nowhere: no backend, no class, no certificate. */
export const ingress: Rule = {
    id: "kubernetes.ingress",
    layer: "kubernetes",
    title: "Ingress leads nowhere",
    means: "The Ingress names something that does not exist, so requests end in a 404, a 503 or a wrong certificate.",
    fix: "Correct the name, or create what is missing.",
    source: "https://kubernetes.io/docs/concepts/services-networking/ingress/",
    variants: {
        backend: {
            title: "The backend Service does not exist",
            means: "A path of the Ingress leads to a Service that is not in its namespace: 503.",
            fix: "Create the Service or correct the name.",
        },
        port: {
            title: "The backend Service has no such port",
            means: "The Ingress asks for a port that the Service does not have.",
            fix: "Correct service.port of the Ingress.",
        },
        class: {
            title: "The IngressClass does not exist",
            means: "No controller takes care of the Ingress.",
            fix: "Install the controller or correct ingressClassName.",
        },
        certificate: {
            title: "The TLS Secret does not exist",
            means: "The controller serves its own default certificate instead.",
            fix: "Create the Secret, or let cert-manager make it.",
        },
    },
    reads: ["Ingress.networking.k8s.io", "Service"],
    mayRead: ["IngressClass.networking.k8s.io", "Secret"],
    check: deadIngresses,
};

function* deadIngresses(facts: Facts): Iterable<Finding> {
    for (const each of facts.all("Ingress.networking.k8s.io")) {
        yield* backends(facts, each);
        yield* certificates(facts, each);
        const name = text(each.body, "spec", "ingressClassName") ?? annotations(each)["kubernetes.io/ingress.class"];
        if (
            name === undefined ||
            text(each.body, "spec", "ingressClassName") === undefined ||
            !facts.absent("IngressClass.networking.k8s.io", name)
        )
            continue;
        yield found(
            each,
            "class",
            `/spec/ingressClassName`,
            `${named(each.ref)} asks for IngressClass ${name}, which does not exist, so no controller serves it`,
            `kubectl get ingressclass; correct ingressClassName of ${named(each.ref)}`,
        );
    }
}

function* backends(facts: Facts, ingressObject: KubeObject): Iterable<Finding> {
    const namespace = namespaceOf(ingressObject);
    const paths = list(ingressObject.body, "spec", "rules").flatMap((rule, ruleAt) =>
        list(rule, "http", "paths").map((path, pathAt) => ({
            backend: fields(path, "backend", "service"),
            pointer: `/spec/rules/${ruleAt}/http/paths/${pathAt}/backend/service`,
            host: text(rule, "host") ?? "*",
        })),
    );
    const seen = new Set<string>();
    for (const { backend, pointer, host } of paths) {
        const name = text(backend, "name");
        if (name === undefined || seen.has(name)) continue;
        seen.add(name);
        const service = facts.get("Service", name, namespace);
        if (service === undefined) {
            if (!facts.absent("Service", name, namespace)) continue;
            yield {
                ...found(
                    ingressObject,
                    "backend",
                    pointer,
                    `${named(ingressObject.ref)} sends ${host} to Service ${namespace}/${name}, which does not exist`,
                    `kubectl -n ${namespace} get services; correct the backend of ${named(ingressObject.ref)}`,
                ),
                dueTo: [because("depends-on", refOf(facts.cluster, "v1", "Service", name, namespace))],
            };
            continue;
        }
        const wanted = number(backend, "port", "number") ?? text(backend, "port", "name");
        const ports = list(service.body, "spec", "ports");
        if (wanted === undefined || ports.some((port) => at(port, "port") === wanted || at(port, "name") === wanted)) continue;
        yield found(
            ingressObject,
            "port",
            `${pointer}/port`,
            `${named(ingressObject.ref)} sends ${host} to port ${wanted} of Service ${namespace}/${name}, which has ${ports.map((port) => [text(port, "name"), number(port, "port")].filter((part) => part !== undefined).join(" ")).join(", ") || "no port"}`,
            `correct service.port in ${named(ingressObject.ref)}`,
        );
    }
}

function* certificates(facts: Facts, ingressObject: KubeObject): Iterable<Finding> {
    const namespace = namespaceOf(ingressObject);
    for (const [index, tls] of list(ingressObject.body, "spec", "tls").entries()) {
        const name = text(tls, "secretName");
        if (name === undefined || !facts.absent("Secret", name, namespace)) continue;
        yield {
            ...found(
                ingressObject,
                "certificate",
                `/spec/tls/${index}/secretName`,
                `${named(ingressObject.ref)} has the certificate of Secret ${namespace}/${name}, which does not exist`,
                `kubectl -n ${namespace} get secret ${name}; kubectl -n ${namespace} get certificates`,
            ),
            role: "failure",
            dueTo: facts
                .all("Certificate.cert-manager.io")
                .filter((each) => each.ref.namespace === namespace && text(each.body, "spec", "secretName") === name)
                .map((each) => because("depends-on", each.ref)),
        };
    }
}

function found(object: KubeObject, variant: string, pointer: string, says: string, hint: string): Finding {
    return {
        variant,
        severity: "warning",
        role: "cause",
        subject: object.ref,
        says,
        hint,
        evidence: [showsField(object, pointer, pointer.split("/").slice(-2).join(": "))],
    };
}
