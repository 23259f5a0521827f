import { perWorkload, unwell } from "../../among-pods.ts";
import type { Facts } from "../../facts/facts.ts";
import { number } from "../../facts/fields.ts";
import { named, refOf } from "../../facts/kube-object.ts";
import type { LogLine, WhyLine } from "../../facts/log-fact.ts";
import { newestLine } from "../../facts/log-lines.ts";
import type { PodFact } from "../../facts/pod-fact.ts";
import { brief } from "../../latest-event.ts";
import type { Finding, Rule } from "../../rule.ts";
import { because, showsField, showsLine, showsLogLine } from "../../showing.ts";

const DNS = /^(coredns|kube-dns|rke2-coredns|node-local-dns)/;

/** The cluster's DNS: what CoreDNS itself says, while pods cannot resolve names. */
export const dns: Rule = {
    id: "kubernetes.dns",
    layer: "kubernetes",
    title: "Cluster DNS does not answer",
    means: "Pods cannot resolve names, so they find neither each other nor the world.",
    fix: "Look at the pods of CoreDNS, its ConfigMap (Corefile) and the resolvers it forwards to.",
    source: "https://kubernetes.io/docs/tasks/administer-cluster/dns-debugging-resolution/",
    variants: {
        upstream: {
            title: "CoreDNS cannot reach its upstream resolvers",
            means: "Names of the cluster are resolved, all others time out, because the resolvers CoreDNS forwards to do not answer.",
            fix: "Correct `forward` in the Corefile or the resolvers of the node.",
        },
        loop: {
            title: "CoreDNS forwards to itself",
            means: "The node's resolv.conf leads back to CoreDNS; it stops itself when it sees the loop.",
            fix: "Give the kubelet a resolv.conf with real resolvers, or correct `forward` in the Corefile.",
        },
        absent: {
            title: "No DNS server runs",
            means: "The Service of the cluster's DNS is there, and no pod stands behind it.",
            fix: "Scale Deployment kube-system/coredns up again, or install it anew.",
        },
        corefile: {
            title: "The Corefile is wrong",
            means: "CoreDNS cannot read its configuration and does not start.",
            fix: "Correct ConfigMap kube-system/coredns.",
        },
    },
    reads: ["Pod", "logs"],
    mayRead: ["Deployment.apps", "ConfigMap", "Service"],
    check: deadDns,
};

/** The rules that say of a workload that it finds no name. */
const SUFFERS = [
    "application.crash-loop",
    "application.init-waiting",
    "application.not-ready",
    "application.host-unknown",
    "application.job-failed",
];

function* deadDns(facts: Facts): Iterable<Finding> {
    const servers = facts.pods.filter((pod) => pod.namespace === "kube-system" && DNS.test(pod.name));
    const suffering = unwell(facts).flatMap((pod) =>
        pod.containers.flatMap((each) => {
            const line = facts.why(pod, each.name);
            return line?.category === "dns" ? [{ pod, line }] : [];
        }),
    );
    for (const { subject, pods } of perWorkload(servers)) {
        const said = wordsOf(facts, pods);
        if (said === undefined) continue;
        const broken = pods.some((pod) => !pod.ready) || (said.variant === "upstream" && suffering.length > 0);
        if (!broken) continue;
        yield {
            variant: said.variant,
            severity: "critical",
            role: "cause",
            subject: said.variant === "corefile" ? refOf(facts.cluster, "v1", "ConfigMap", "coredns", "kube-system") : subject,
            says: `${named(subject)} ${said.says}: ${brief(said.line.text)}`,
            hint:
                said.variant === "upstream"
                    ? "kubectl -n kube-system get configmap coredns -o yaml; check the resolvers that `forward` names"
                    : "kubectl -n kube-system edit configmap coredns",
            evidence: [said.evidence, ...suffering.slice(0, 1).map(({ line }) => showsLine(line))],
            affects: [
                ...suffering.map(({ pod }) => because("resolves-with", pod.blamed, SUFFERS)),
                ...(said.variant === "corefile" ? [because("reads-config", subject, ["application.crash-loop"])] : []),
            ],
        };
    }
    if (servers.length === 0) yield* nobodyAnswers(facts, suffering);
}

/** The Service has nobody behind it: said only where pods complain and DNS is nothing but that Service. */
function* nobodyAnswers(facts: Facts, suffering: readonly { pod: PodFact; line: WhyLine }[]): Iterable<Finding> {
    const service = facts.get("Service", "kube-dns", "kube-system");
    const [first] = suffering;
    if (service === undefined || first === undefined || !facts.collected("Pod", "kube-system")) return;
    const maker = facts.all("Deployment.apps").find((each) => each.ref.namespace === "kube-system" && DNS.test(each.ref.name));
    const subject = maker?.ref ?? refOf(facts.cluster, "apps/v1", "Deployment", "coredns", "kube-system");
    const wanted = maker === undefined ? undefined : number(maker.body, "spec", "replicas");
    yield {
        variant: "absent",
        severity: "critical",
        role: "cause",
        subject,
        says: `${named(subject)} ${maker === undefined ? "does not exist" : wanted === 0 ? "is scaled to 0 replicas" : "has no pods"}, so nobody answers for the cluster's DNS (Service kube-system/kube-dns): ${brief(first.line.text)}`,
        hint:
            wanted === 0
                ? `kubectl -n kube-system scale deployment ${subject.name} --replicas=2`
                : `kubectl -n kube-system describe deployment ${subject.name}; install CoreDNS`,
        evidence: [...(wanted === 0 && maker ? [showsField(maker, "/spec/replicas", "replicas: 0")] : []), showsLine(first.line)],
        affects: suffering.map(({ pod }) => because("resolves-with", pod.blamed, SUFFERS)),
    };
}

const SAYINGS = [
    { variant: "loop", pattern: /Loop \(.*\) detected/, says: "sees its queries come back to itself and stops" },
    {
        variant: "corefile",
        pattern: /Corefile:\d+|unknown directive|plugin\/\w+: .*(?:parse|invalid|Wrong argument|no such file)/i,
        says: "cannot read its Corefile",
    },
    {
        variant: "upstream",
        pattern: /plugin\/errors: .*(?:i\/o timeout|connection refused|no route to host|network is unreachable|SERVFAIL)/,
        says: "cannot reach its upstream resolver",
    },
] as const;

function wordsOf(facts: Facts, pods: readonly PodFact[]) {
    const logs = pods
        .flatMap((pod) =>
            pod.containers.flatMap((container) => [facts.log(pod, container.name, true), facts.log(pod, container.name)]),
        )
        .filter((log) => log !== undefined);
    for (const saying of SAYINGS) {
        for (const log of logs) {
            const line = newestLine(log, saying.pattern);
            if (line !== undefined) return { ...saying, line: plain(line), evidence: showsLogLine(log.ref, line) };
        }
    }
    return undefined;
}

function plain(line: LogLine): Pick<WhyLine, "text"> {
    return { text: line.text.replace(/^\S+T\S+Z?\s+/, "").replace(/^\[\w+\]\s*/, "") };
}
