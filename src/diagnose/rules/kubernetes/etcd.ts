import type { Facts } from "../../facts/facts.ts";
import { machineRef, refOf } from "../../facts/kube-object.ts";
import { newestLine } from "../../facts/log-lines.ts";
import type { PodFact } from "../../facts/pod-fact.ts";
import { brief } from "../../latest-event.ts";
import type { Finding, Role, Rule } from "../../rule.ts";
import { because, showsLogLine } from "../../showing.ts";

/** etcd in its own words: what it and the API server say of it in their logs. */
export const etcd: Rule = {
    id: "kubernetes.etcd",
    layer: "kubernetes",
    title: "etcd is not well",
    means: "etcd keeps the state of the cluster. Without it nothing can be read or written.",
    fix: "Look at the etcd members: disk, network between them, certificates, size of the database.",
    source: "https://etcd.io/docs/latest/op-guide/",
    variants: {
        space: {
            title: "etcd's database is full",
            means: "The database reached its quota; etcd refuses every write until it is compacted, defragmented and the alarm is disarmed.",
            fix: "`etcdctl compact`, `etcdctl defrag`, `etcdctl alarm disarm`; raise --quota-backend-bytes.",
        },
        quorum: {
            title: "etcd has no quorum",
            means: "So many members are gone that no leader can be elected.",
            fix: "Bring members back; if they are lost, restore from a snapshot.",
        },
        certificate: {
            title: "A certificate of etcd is refused",
            means: "It has expired or was made by another CA.",
            fix: "Renew the certificates of etcd.",
        },
        corrupt: {
            title: "A member's data is damaged",
            means: "The member cannot read its own database.",
            fix: "Remove the member and let it join again empty.",
        },
        slow: {
            title: "etcd's disk is too slow",
            means: "Writes take so long that leaders are lost.",
            fix: "Give etcd a faster disk of its own.",
        },
    },
    reads: ["logs"],
    mayRead: ["Pod", "Node", "machine"],
    check: etcdTroubles,
};

interface Saying {
    readonly variant: string;
    readonly role: Role;
    readonly pattern: RegExp;
    /** Said also by healthy members now and then: counts only when the pod is not ready. */
    readonly onlyUnready?: boolean;
}

const SAYINGS: readonly Saying[] = [
    { variant: "space", role: "cause", pattern: /database space exceeded|alarm:NOSPACE|NOSPACE/ },
    {
        variant: "corrupt",
        role: "cause",
        pattern:
            /(?:wal|snap|db)[^\n]*(?:crc mismatch|corrupt|file is truncated)|panic: .*(?:freepages|invalid page|assertion failed)|data-dir used by this member must be removed/i,
    },
    {
        variant: "certificate",
        role: "cause",
        pattern: /(?:remote error: tls|x509: )[^\n"]*(?:expired|unknown authority|not yet valid|bad certificate)/,
        onlyUnready: true,
    },
    {
        variant: "quorum",
        role: "failure",
        pattern:
            /etcdserver: no leader|lost leader|is starting a new election|publish.*failed|request timed out, possibly due to previous leader failure|etcd cluster is unavailable or misconfigured/,
        onlyUnready: true,
    },
    {
        variant: "slow",
        role: "failure",
        pattern: /slow fdatasync|apply request took too long|leader failed to send out heartbeat on time/,
        onlyUnready: true,
    },
];

/** What loses its lease or its answers when etcd is slow, while etcd itself counts as ready. */
const ASKS = /^kube-(?:controller-manager|scheduler|apiserver)-/;

/** What a member that is well said longer ago is over. */
const RECENT_LINES = 500;

function* etcdTroubles(facts: Facts): Iterable<Finding> {
    const members = facts.pods.filter((pod) => /^etcd-/.test(pod.name) && pod.namespace === "kube-system");
    const servers = facts.pods.filter((pod) => /^kube-apiserver-/.test(pod.name) && pod.namespace === "kube-system");
    const starved = facts.pods.filter((pod) => pod.namespace === "kube-system" && ASKS.test(pod.name) && !pod.ready);
    for (const pod of [...members, ...servers]) {
        const finding = sayingOf(facts, pod, members, starved);
        if (finding === undefined) continue;
        yield finding;
        return;
    }
}

function sayingOf(facts: Facts, pod: PodFact, members: readonly PodFact[], starved: readonly PodFact[]): Finding | undefined {
    const logs = pod.containers
        .flatMap((container) => [facts.log(pod, container.name), facts.log(pod, container.name, true)])
        .filter((log) => log !== undefined);
    const isMember = members.includes(pod);
    for (const saying of SAYINGS) {
        for (const log of logs) {
            const line = newestLine(log, saying.pattern);
            const old = pod.ready && line !== undefined && log.lines - line.line > RECENT_LINES;
            if (
                line === undefined ||
                old ||
                (saying.onlyUnready && pod.ready && starved.length === 0) ||
                (!isMember && !/etcd/.test(line.text))
            )
                continue;
            const machine = facts.machine(pod.node);
            const member = isMember ? pod : (members[0] ?? pod);
            const unready = members.filter((each) => !each.ready).length;
            return {
                variant: saying.variant,
                severity: "critical",
                role: saying.role,
                subject: member.ref,
                says: `etcd ${member.name}${members.length > 1 ? ` (${unready} of ${members.length} members not ready)` : ""}: ${brief(messageOf(line.text))}`,
                hint: `kubectl -n kube-system logs ${member.name}; etcdctl endpoint status --cluster -w table; etcdctl alarm list`,
                evidence: [showsLogLine(log.ref, line)],
                affects:
                    pod.ready && saying.onlyUnready
                        ? starved.map((each) => because("served-by", each.blamed, ["application"]))
                        : "all",
                dueTo: [
                    ...(machine ? [because("runs-on", machineRef(facts.cluster, machine.node))] : []),
                    ...members
                        .filter((each) => !each.ready)
                        .map((each) =>
                            because("runs-on", refOf(facts.cluster, "v1", "Node", each.node), ["kubernetes.node", "talos"]),
                        ),
                ],
            };
        }
    }
    return undefined;
}

/** The message of etcd's JSON line, or the line itself. */
function messageOf(line: string): string {
    const message = /"msg":"([^"]*)"/.exec(line)?.[1];
    const rest = ["alarm", "error", "took"].map((field) => new RegExp(`"${field}":"([^"]*)"`).exec(line)?.[1]);
    return message === undefined ? line : [message, ...rest].filter((part) => part !== undefined).join(": ");
}
