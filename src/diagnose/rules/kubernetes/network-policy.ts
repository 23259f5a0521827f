import { unwell } from "../../among-pods.ts";
import type { Facts } from "../../facts/facts.ts";
import { type KubeObject, named } from "../../facts/kube-object.ts";
import type { WhyLine } from "../../facts/log-fact.ts";
import { blockingPolicy } from "../../facts/network-policies.ts";
import type { PodFact } from "../../facts/pod-fact.ts";
import { brief } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsField, showsLine } from "../../showing.ts";

/** Connections that time out because a NetworkPolicy does not allow them. */
export const networkPolicy: Rule = {
    id: "kubernetes.network-policy",
    layer: "kubernetes",
    title: "NetworkPolicy blocks a connection",
    means: "A pod cannot reach what it needs, and by the policies of the two namespaces this connection is not allowed. Policies drop packets silently: the program sees a timeout.",
    fix: "Add an ingress (or egress) rule for this pod and port to the policy, or a policy of its own.",
    source: "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
    variants: {
        dns: {
            title: "NetworkPolicy blocks DNS",
            means: "An egress policy allows some connections and forgets port 53, so no name is resolved.",
            fix: "Allow egress to kube-dns on UDP and TCP 53.",
        },
    },
    reads: ["NetworkPolicy.networking.k8s.io", "Pod", "logs"],
    mayRead: ["Service", "Namespace"],
    check: blockedConnections,
};

/** The rules that say of a workload that it cannot connect. */
const CONNECTS = [
    "application.crash-loop",
    "application.init-waiting",
    "application.not-ready",
    "application.probe",
    "application.host-unknown",
    "application.job-failed",
];

function* blockedConnections(facts: Facts): Iterable<Finding> {
    const seen = new Set<string>();
    for (const pod of unwell(facts)) {
        for (const line of pod.containers.flatMap((container) => facts.why(pod, container.name) ?? [])) {
            const found = blockOf(facts, pod, line);
            if (found === undefined || seen.has(`${found.subject.namespace}/${found.subject.name}/${found.variant}`)) continue;
            seen.add(`${found.subject.namespace}/${found.subject.name}/${found.variant}`);
            yield found;
        }
    }
}

/** The Service or pod that a host of a log line is, when it is one of the cluster. */
function objectAt(facts: Facts, host: string, namespace: string): KubeObject | undefined {
    const ref = facts.resolve(host, namespace);
    return ref === undefined ? undefined : facts.find(ref);
}

function blockOf(facts: Facts, pod: PodFact, line: WhyLine): Finding | undefined {
    const silent =
        line.category === "timeout" ||
        line.category === "unreachable" ||
        (line.category === "dns" && /timeout|timed out|temporary failure|EAI_AGAIN|Try again/i.test(line.text));
    if (!silent) return undefined;
    const dns = line.category === "dns";
    const service = dns
        ? facts.get("Service", "kube-dns", "kube-system")
        : line.host === undefined
          ? undefined
          : objectAt(facts, line.host, pod.namespace);
    const targets =
        service === undefined
            ? []
            : service.ref.kind === "Pod"
              ? facts.pods.filter((each) => each.name === service.ref.name)
              : facts.podsOf(service.ref);
    const policy = blockingPolicy(facts, {
        from: pod,
        to: targets.find((each) => each.name !== pod.name),
        port: dns ? 53 : line.port,
        service,
    });
    if (policy === undefined) return undefined;
    const target = dns ? "the cluster DNS" : service === undefined ? (line.host ?? "") : named(service.ref);
    return {
        ...(dns ? { variant: "dns" } : {}),
        severity: "critical",
        role: "cause",
        confidence: 0.88,
        subject: policy.policy.ref,
        says: `${named(policy.policy.ref)} does not allow ${policy.direction === "egress" ? "egress from" : "ingress to"} ${policy.direction === "egress" ? named(pod.blamed) : target}${policy.direction === "egress" ? ` to ${target}` : ` from ${named(pod.blamed)}`}${dns ? " on port 53" : line.port ? ` on port ${line.port}` : ""}: "${brief(line.text)}"`,
        hint: `kubectl -n ${policy.policy.ref.namespace} get networkpolicy ${policy.policy.ref.name} -o yaml; allow this connection`,
        affects: [because("limited-by", pod.blamed, CONNECTS)],
        evidence: [
            showsField(policy.policy, "/spec", `policyTypes and ${policy.direction} of ${policy.policy.ref.name}`),
            showsLine(line),
        ],
    };
}
