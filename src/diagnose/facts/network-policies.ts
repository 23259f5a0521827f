import type { Facts } from "./facts.ts";
import { at, fields, list, number, text, texts } from "./fields.ts";
import { type KubeObject, labels } from "./kube-object.ts";
import type { PodFact } from "./pod-fact.ts";
import { matchesSelector } from "./selector.ts";

/** A connection that a pod tries to make. `to`: one of the pods behind the target, when it is in the cluster. */
export interface Connection {
    readonly from: PodFact;
    readonly to: PodFact | undefined;
    readonly port: number | undefined;
    readonly service: KubeObject | undefined;
}

export interface Blocked {
    readonly policy: KubeObject;
    readonly direction: "ingress" | "egress";
}

/**
 * The policy that keeps a connection from being made: the pod is selected by policies of that direction, and none of their rules
 * allows the peer and port. Undefined when allowed or not decidable. Source: networking/v1 NetworkPolicySpec.
 */
export function blockingPolicy(facts: Facts, connection: Connection): Blocked | undefined {
    const { from, to } = connection;
    return (
        blockedAt(facts, "egress", from, to, connection) ??
        (to === undefined ? undefined : blockedAt(facts, "ingress", to, from, connection))
    );
}

function blockedAt(
    facts: Facts,
    direction: Blocked["direction"],
    own: PodFact,
    peer: PodFact | undefined,
    connection: Connection,
): Blocked | undefined {
    const policies = facts
        .all("NetworkPolicy.networking.k8s.io")
        .filter(
            (policy) =>
                policy.ref.namespace === own.namespace && facts.podsOf(policy.ref).includes(own) && isFor(policy, direction),
        );
    const [first] = policies;
    if (first === undefined) return undefined;
    const rules = policies.flatMap((policy) => list(policy.body, "spec", direction));
    return rules.some((rule) => allows(facts, rule, direction, own, peer, connection)) ? undefined : { policy: first, direction };
}

function isFor(policy: KubeObject, direction: Blocked["direction"]): boolean {
    const types = texts(policy.body, "spec", "policyTypes");
    if (types.length > 0) return types.some((type) => type.toLowerCase() === direction);
    return direction === "ingress" || at(policy.body, "spec", "egress") !== undefined;
}

function allows(
    facts: Facts,
    rule: unknown,
    direction: Blocked["direction"],
    own: PodFact,
    peer: PodFact | undefined,
    connection: Connection,
): boolean {
    const peers = list(rule, direction === "egress" ? "to" : "from");
    const ports = list(rule, "ports");
    const peerAllowed = peers.length === 0 || peers.some((each) => meets(facts, each, own, peer));
    return peerAllowed && (ports.length === 0 || ports.some((port) => isPort(port, connection)));
}

/** An address block is taken as allowing: which addresses are meant cannot be told from objects alone. */
function meets(facts: Facts, wanted: unknown, own: PodFact, peer: PodFact | undefined): boolean {
    if (at(wanted, "ipBlock") !== undefined) return peer === undefined;
    if (peer === undefined) return false;
    const namespaces = at(wanted, "namespaceSelector");
    const namespace = facts.get("Namespace", peer.namespace);
    const inNamespace =
        namespaces === undefined
            ? peer.namespace === own.namespace
            : matchesSelector(fields(namespaces), {
                  "kubernetes.io/metadata.name": peer.namespace,
                  ...(namespace ? labels(namespace) : {}),
              });
    return inNamespace && matchesSelector(fields(wanted, "podSelector"), labels(peer));
}

/** The port of the pod or, as logs name it, of the Service. An unknown port counts as allowed. */
function isPort(port: unknown, { port: wanted, to, service }: Connection): boolean {
    if (wanted === undefined || at(port, "port") === undefined) return true;
    const target = list(service?.body, "spec", "ports").find((each) => number(each, "port") === wanted);
    const numbers = [wanted, number(target, "targetPort")].filter((each) => each !== undefined);
    const named = to?.containers
        .flatMap((container) => list(container.spec, "ports"))
        .find((each) => text(each, "name") === text(port, "port"));
    const own = number(port, "port") ?? number(named, "containerPort");
    const end = number(port, "endPort") ?? own;
    return own === undefined || end === undefined || numbers.some((each) => each >= own && each <= end);
}
